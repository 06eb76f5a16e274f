"""A source server of a test's own, which it may stop, start again and give another clock: of the kind that the
shared one is, as far as its program is installed."""

import glob
import os
import re
import shutil
import subprocess
import tempfile

import pymysql

from stage import Mysql, required, wait_for

SERVERS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "servers")
CLOCKS = "/usr/lib/*/faketime/libfaketimeMT.so.1"


def kind():
    """For servers.sh; None when a server can be reached but none started."""
    mysql = Mysql(required("MYSYNC_TEST_MYSQL")).connect()
    mariadb = "MariaDB" in mysql.get_server_info()
    mysql.close()
    root = os.environ.get("MYSYNC_MYSQL_ROOT", "")
    if mariadb:
        return "mariadb" if shutil.which("mariadbd") else None
    if os.path.isdir(root):
        return "mysql9"
    return "mysqld" if shutil.which("mysqld") else None


class OwnServer:
    def __init__(self):
        self.kind = kind()
        self.place = tempfile.mkdtemp(prefix="mysync-server-")
        self.folder = os.path.join(self.place, self.kind)
        self.uri = self.servers("start", self.kind, self.place).strip()
        self.begun = None  # what was started again, by this class
        with open(os.path.join(self.folder, "pid"), encoding="ascii") as file:
            self.pid = int(file.read())
        with open(f"/proc/{self.pid}/cmdline", "rb") as file:
            command = [word.decode() for word in file.read().split(b"\0")[:-1]]
        inside = [os.path.join(SERVERS, "root.sh"), "run", os.environ.get("MYSYNC_MYSQL_ROOT", ""), "--bind", self.folder]
        self.command = (inside if self.kind == "mysql9" else []) + command

    def servers(self, *args):
        done = subprocess.run([os.path.join(SERVERS, "servers.sh"), *args], stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            raise AssertionError(f"servers.sh {' '.join(args)}: {done.stderr}")
        return done.stdout

    def stop(self):
        """Asks it to end, and waits until it has."""
        os.kill(self.pid, 15)
        wait_for(self.ended, what="the server's end")

    def ended(self):
        if self.begun:
            self.begun.poll()  # else it stays as a zombie
        try:
            with open(f"/proc/{self.pid}/stat", encoding="ascii", errors="replace") as file:
                return re.search(r"\) (\w)", file.read())[1] == "Z"
        except OSError:
            return True

    def start(self, faked=False):
        """Once more with what is on its disk; `faked`: by the clock that `set_clock` moves."""
        environment = dict(os.environ)
        if faked:
            shutil.copy(glob.glob(CLOCKS)[0], os.path.join(self.folder, "clock.so"))  # where the server sees it
            seen = "/srv/mysync" if self.kind == "mysql9" else self.folder
            environment |= {"LD_PRELOAD": seen + "/clock.so", "FAKETIME_TIMESTAMP_FILE": seen + "/clock",
                            "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.begun = subprocess.Popen(self.command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                          start_new_session=True)
        wait_for(self.answers, what="the server")
        with open(os.path.join(self.folder, "pid"), encoding="ascii") as file:
            self.pid = int(file.read())

    def set_clock(self, offset):
        """How far its clock is from the machine's: `+0`, `-1h`."""
        path = os.path.join(self.folder, "clock")
        with open(path + ".new", "w", encoding="ascii") as file:
            file.write(offset + "\n")
        os.chmod(path + ".new", 0o644)
        os.replace(path + ".new", path)  # the server finds the old one or the new one

    def answers(self):
        if self.begun.poll() is not None:
            raise AssertionError(f"the server did not start: see {self.folder}/log")
        try:
            Mysql(self.uri).connect().close()
            return True
        except pymysql.err.OperationalError:
            return False

    def close(self):
        if not self.ended():
            self.stop()
        self.servers("stop", self.place)
        shutil.rmtree(self.place, ignore_errors=True)
