"""A MongoDB-compatible server of a test's own, for what the shared one cannot be asked to be: with accounts, or
without a replica set."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile

import pymongo

from stage import wait_for


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class MongoServer:
    """Started with `options`; accounts are made before, in a first life without --auth."""

    def __init__(self, test, *options):
        self.folder = tempfile.mkdtemp(prefix="mysync-mongod-")
        self.options, self.process, self.port = options, None, 0
        test.addCleanup(self.close)
        if "--auth" not in options:
            self.start(*options)

    def start(self, *options):
        self.port = free_port()
        config = os.path.join(self.folder, "secantusd.toml")
        with open(config, "w", encoding="utf-8"):
            pass  # keeps it from looking for the user's own
        program = os.path.join(os.path.dirname(sys.executable), "secantusd-py")
        self.process = subprocess.Popen(
            [program, "--config", config, "--host", "127.0.0.1", "--port", str(self.port), "--cache-size", "64M",
             "--storage-path", os.path.join(self.folder, "data"), "--log-level", "ERROR", *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.answers, what="the server")

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(30)
            self.process = None

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def add_user(self, name, password):
        """And starts it with accounts."""
        self.start()
        with pymongo.MongoClient(self.address()) as client:
            for user, secret in ((name, password), ("keeper", "of-the-keys")):
                client.admin.command("createUser", user, pwd=secret, roles=["root"])
        self.stop()
        self.start(*self.options)

    def change_password(self, name, password):
        with self.client() as client:
            client.admin.command("updateUser", name, pwd=password)

    def address(self):
        return f"mongodb://127.0.0.1:{self.port}/?directConnection=true"

    def uri(self, name, password):
        return f"mongodb://{name}:{password}@127.0.0.1:{self.port}/?directConnection=true"

    def client(self):
        return pymongo.MongoClient(self.uri("keeper", "of-the-keys"))
