"""TCP proxies between the program and a server: they count what is written, cut, hold and refuse."""

import socket
import struct
import threading
import urllib.parse

import bson

WRITES = {"insert": "documents", "update": "updates", "delete": "deletes"}
OP_MSG = 2013


def received(sock, size):
    """Exactly `size` bytes, or None at the end of the stream."""
    data = b""
    while len(data) < size:
        part = sock.recv(size - len(data))
        if not part:
            return None
        data += part
    return data


class Proxy:
    """Relays every connection to host:port. `cut_after`: closes both ends once the server has sent so
    many bytes in one connection; `cuts` bounds how often. `hold` stops relaying until `release`, and so
    does `hold_after` so many bytes of the server in one connection. `refusing`: new connections are closed
    at once; `cut_all` closes those there are."""

    def __init__(self, host, port):
        self.upstream = (host, port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.cut_after, self.cuts, self.cut_count = None, 0, 0
        self.hold_after, self.refusing, self.pairs = None, False, []
        self.unanswered = set()  # clients whose next reply is taken away, and their connection with it
        self.flowing = threading.Event()
        self.flowing.set()
        self.lock = threading.Lock()
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.flowing.set()
        self.listener.close()

    def hold(self):
        self.flowing.clear()

    def release(self):
        self.flowing.set()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                if self.refusing:
                    raise ConnectionRefusedError
                server = socket.create_connection(self.upstream)
            except OSError:
                client.close()
                continue
            self.pairs.append((client, server))
            threading.Thread(target=self.relay, args=(client, server), daemon=True).start()

    def cut_all(self):
        for pair in self.pairs:
            for sock in pair:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass  # it has ended already
        self.pairs = []

    def relay(self, client, server):
        """Both ways, until either end closes; then both are closed."""
        with client, server:
            for sock in (client, server):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            back = threading.Thread(target=self.guarded, args=(self.down, client, server), daemon=True)
            back.start()
            self.guarded(self.up, client, server)
            back.join()

    def guarded(self, pump, client, server):
        try:
            pump(client, server)
        except OSError:
            pass
        for sock in (client, server):
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def up(self, client, server):
        while data := client.recv(1 << 16):
            self.flowing.wait()
            server.sendall(data)

    def down(self, client, server):
        sent = 0
        while data := server.recv(1 << 16):
            self.flowing.wait()
            if client in self.unanswered:
                return
            sent += len(data)
            if self.hold_after is not None and sent > self.hold_after:
                self.hold()
                self.flowing.wait()
            if self.cut_after is not None and sent > self.cut_after and self.may_cut():
                client.sendall(data[:len(data) // 2])
                return
            client.sendall(data)

    def may_cut(self):
        with self.lock:
            if self.cut_count >= self.cuts:
                return False
            self.cut_count += 1
            return True


class MongoProxy(Proxy):
    """Counts the documents in insert, update and delete commands to data collections, and notes every
    command by name and collection. `hold_at` so many documents, the command with the last of them included. `refuse` maps a command's name to the error that is its answer
    instead of the server's, as (code, name, message) or as a whole document; `before` is called with each
    command's name and collection. `drop_reply` (command, collection): the server's answer to it is taken away
    once, and the connection with it. `late` (command, collection): the first of them reaches the server only at
    `deliver_late`, whatever the client does meanwhile; `late_message` is what stands."""

    def __init__(self, uri):
        parts = urllib.parse.urlsplit(uri)
        super().__init__(parts.hostname, parts.port or 27017)
        user = parts.netloc.rpartition("@")[0]
        at = user + "@" if user else ""
        self.uri = f"mongodb://{at}127.0.0.1:{self.port}/?directConnection=true"
        self.documents_written, self.hold_at = 0, None
        self.commands = []
        self.refuse = {}
        self.drop_reply, self.late, self.late_message = None, None, None
        self.before = lambda verb, collection: None

    def up(self, client, server):
        while (head := received(client, 16)) is not None:
            size, request, _, opcode = struct.unpack("<iiii", head)
            body = received(client, size - 16)
            if body is None:
                return
            verb, collection = self.note(body) if opcode == OP_MSG else (None, None)
            self.flowing.wait()
            if verb and (verb, collection) == self.late:
                self.late, self.late_message = None, head + body
            elif verb and (verb, collection) == self.drop_reply:
                self.drop_reply = None
                self.unanswered.add(client)
                server.sendall(head + body)
            elif verb in self.refuse:
                client.sendall(answered(request, self.refuse[verb]))
            else:
                server.sendall(head + body)

    def deliver_late(self):
        """What was kept back arrives, on a connection of its own."""
        with socket.create_connection(self.upstream) as server:
            server.sendall(self.late_message)
            received(server, struct.unpack("<i", received(server, 4))[0] - 4)

    def note(self, body):
        """Counts one message, and returns the name of its command and the collection's."""
        command, sequences, at = {}, {}, 4
        while at < len(body) and body[at] in (0, 1):
            size = struct.unpack_from("<i", body, at + 1)[0]
            section = body[at + 1:at + 1 + size]
            if body[at] == 0:
                command = bson.decode(section)
            else:
                name, _, documents = section[4:].partition(b"\0")
                sequences[name.decode()] = count_documents(documents)
            at += 1 + size
            if len(body) - at == 4:
                break  # what is left is a checksum
        verb = next(iter(command), "")
        with self.lock:
            self.commands.append((verb, command.get(verb)))
            if verb in WRITES and not str(command[verb]).startswith("_sync_"):
                field = WRITES[verb]
                self.documents_written += sequences.get(field, 0) + len(command.get(field, []))
            if self.hold_at is not None and self.documents_written >= self.hold_at:
                self.hold_at = None
                self.hold()
        self.before(verb, command.get(verb))
        return verb, command.get(verb)


def answered(request, answer):
    if isinstance(answer, tuple):
        code, name, message = answer
        answer = {"ok": 0.0, "errmsg": message, "code": code, "codeName": name}
    body = struct.pack("<i", 0) + b"\0" + bson.encode(answer)
    return struct.pack("<iiii", 16 + len(body), 0, request, OP_MSG) + body


def count_documents(data):
    at = count = 0
    while at < len(data):
        at += struct.unpack_from("<i", data, at)[0]
        count += 1
    return count
