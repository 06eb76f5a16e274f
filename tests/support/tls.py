"""Certificates of every kind, and servers that show them: a TLS end in front of the MongoDB server, and one that
begins MySQL's handshake and goes no further than TLS."""

import datetime
import os
import socket
import ssl
import struct
import subprocess
import threading
import time
import urllib.parse

CLIENT_SSL = 0x800
# Protocol 4.1, plugin authentication, secure connection, long password; SSL is added where it is offered.
CAPABILITIES = 0x00000001 | 0x00000200 | 0x00008000 | 0x00080000


def openssl(*args, cwd):
    subprocess.run(["openssl", *args], cwd=cwd, check=True, capture_output=True, timeout=60)


class Certificates:
    """In `folder`: ca.pem and other-ca.pem; good, expired, and misnamed, each .pem with its key in it."""

    def __init__(self, folder):
        self.folder = folder
        for authority in ("ca", "other-ca"):
            openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{authority}.key", "-out", f"{authority}.pem",
                    "-subj", f"/CN={authority}", "-days", "2", cwd=folder)
        now = datetime.datetime.now(datetime.timezone.utc)
        self.make("good", "IP:127.0.0.1,DNS:localhost", now + datetime.timedelta(days=1))
        self.make("misnamed", "DNS:elsewhere.example", now + datetime.timedelta(days=1))
        self.make("expired", "IP:127.0.0.1,DNS:localhost", now - datetime.timedelta(days=1))

    def make(self, name, names, until):
        common = "localhost" if "127" in names else "elsewhere.example"
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr",
                "-subj", f"/CN={common}", cwd=self.folder)
        self.write(f"{name}.ext", f"subjectAltName={names}\n")
        # `x509` cannot be told a day in the past: `ca` can, and wants its files.
        self.write("index.txt", "")
        self.write("ca.cnf", "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nnew_certs_dir=.\nserial=serial\ndefault_md=sha256\n"
                             "policy=p\nunique_subject=no\n[p]\ncommonName=supplied\n")
        form = "%Y%m%d%H%M%SZ"
        begin = until - datetime.timedelta(days=3)
        openssl("ca", "-batch", "-config", "ca.cnf", "-create_serial", "-cert", "ca.pem", "-keyfile", "ca.key", "-in", f"{name}.csr",
                "-out", f"{name}.crt", "-notext", "-startdate", begin.strftime(form), "-enddate", until.strftime(form),
                "-extfile", f"{name}.ext", cwd=self.folder)
        with open(self.path(f"{name}.crt"), encoding="ascii") as crt, open(self.path(f"{name}.key"), encoding="ascii") as key:
            self.write(f"{name}.pem", crt.read() + key.read())

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="ascii") as file:
            file.write(text)

    def context(self, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path(f"{name}.pem"))
        return context


class Listener:
    """Serves each connection in a thread of its own."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.heard = []  # what came in clear
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.guarded, args=(client,), daemon=True).start()

    def guarded(self, client):
        try:
            with client:
                self.serve(client)
        except OSError:
            pass  # the client did not like what it saw


class TlsMongo(Listener):
    """The MongoDB server of `uri`, behind TLS."""

    def __init__(self, uri, context):
        parts = urllib.parse.urlsplit(uri)
        self.upstream, self.context = (parts.hostname, parts.port or 27017), context
        super().__init__()

    def serve(self, client):
        with self.context.wrap_socket(client, server_side=True) as inner, socket.create_connection(self.upstream) as server:
            back = threading.Thread(target=self.pump, args=(server, inner), daemon=True)
            back.start()
            self.pump(inner, server)

    def pump(self, source, sink):
        try:
            while data := source.recv(1 << 16):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class HalfMysql(Listener):
    """Greets as MySQL does; with a context it offers TLS and says in `reached` when a client took it."""

    def __init__(self, context=None):
        self.context, self.reached = context, 0
        super().__init__()

    def serve(self, client):
        flags = CAPABILITIES | (CLIENT_SSL if self.context else 0)
        salt = b"01234567", b"890123456789"
        greeting = (b"\x0a" + b"8.0.36\0" + struct.pack("<I", 7) + salt[0] + b"\0" + struct.pack("<HBHH", flags & 0xffff, 45, 2, flags >> 16)
                    + bytes([21]) + bytes(10) + salt[1] + b"\0" + b"mysql_native_password\0")
        time.sleep(0.05)  # as on a network: a greeting that is there at once is not waited for
        packet = struct.pack("<I", len(greeting))[:3] + b"\0" + greeting
        for piece in (packet[:2], packet[2:9], packet[9:]):  # a network may part it anywhere
            client.sendall(piece)
            time.sleep(0.02)
        said = client.recv(36)  # the wish for TLS, and nothing of what follows it
        wish = said[:3] == b"\x20\0\0"
        if not wish:
            said += client.recv(4096)
        self.heard.append(said)
        if not self.context or not wish:
            return
        with self.context.wrap_socket(client, server_side=True) as inner:
            if inner.recv(4096):
                self.reached += 1
