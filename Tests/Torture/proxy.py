"""A proxy between a client and a server on loopback, which cuts the connection at a chosen message of the client.

A message is the protocol's own unit. The connection is cut before the message reaches the server, or after the server
has done what it asks and before the client sees the answer. Messages are counted over all connections of a run.
"""

import contextlib
import selectors
import socket
import threading

# How the connection is cut: before the message, after it, or after it with nobody to connect to any more.
WAYS = ["before", "after", "after, for good"]


class PostgreSQL:
    """Messages of a type and a length, of which the first has no type."""

    has_greeting = False

    def __init__(self) -> None:
        self.is_first = True

    def length(self, data: bytes) -> int | None:
        """How long the first message is; None if too little of it is there."""
        at = 0 if self.is_first else 1
        if len(data) < at + 4:
            return None
        return at + int.from_bytes(data[at : at + 4], "big")

    def words(self, message: bytes) -> str:
        if self.is_first:
            return "startup"
        return f"{chr(message[0])} {message[5:].decode(errors='replace')}"

    def passed(self) -> None:
        self.is_first = False

    @staticmethod
    def is_answered(answer: bytes) -> bool:
        """Whether the server is ready for the next query: all that it was asked is committed, or refused."""
        while len(answer) >= 5:
            if answer[:1] == b"Z":
                return True
            answer = answer[1 + int.from_bytes(answer[1:5], "big") :]
        return False


class MariaDB:
    """Messages of three bytes of length and one of a number."""

    has_greeting = True

    def length(self, data: bytes) -> int | None:
        return 4 + int.from_bytes(data[:3], "little") if len(data) >= 4 else None

    def words(self, message: bytes) -> str:
        return message[5:].decode(errors="replace") or f"command {message[4] if len(message) > 4 else ''}"

    def passed(self) -> None:
        pass

    @staticmethod
    def is_answered(answer: bytes) -> bool:
        """The server says nothing before a statement is done."""
        return bool(answer)


PROTOCOLS = {"postgresql": PostgreSQL, "mariadb": MariaDB}


class Proxy:
    """Listens while it is open; `count` messages have come from clients, and `cut` says which one was cut."""

    def __init__(self, kind: str, server: tuple[str, int], number: int = 0, way: str = "") -> None:
        self.protocol, self.server, self.number, self.way = PROTOCOLS[kind], server, number, way
        self.count, self.cut = 0, ""
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self) -> "Proxy":
        return self

    def __exit__(self, *_) -> None:
        # Closing alone does not wake the thread that accepts.
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if self.cut and self.way == WAYS[2]:
                client.close()
                continue
            try:
                server = socket.create_connection(self.server, timeout=10)
            except OSError:
                client.close()
                continue
            for side in (client, server):
                side.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.hand_on, args=(client, server), daemon=True).start()

    def hand_on(self, client: socket.socket, server: socket.socket) -> None:
        with client, server, contextlib.suppress(OSError):
            protocol, waiting = self.protocol(), b""
            chooser = selectors.DefaultSelector()
            chooser.register(client, selectors.EVENT_READ)
            chooser.register(server, selectors.EVENT_READ)
            while True:
                for key, _ in chooser.select():
                    data = key.fileobj.recv(1 << 16)
                    if not data:
                        return
                    if key.fileobj is server:
                        client.sendall(data)
                        continue
                    waiting += data
                    while (length := protocol.length(waiting)) is not None and len(waiting) >= length:
                        message, waiting = waiting[:length], waiting[length:]
                        if not self.is_cut(protocol, message, server):
                            protocol.passed()
                            server.sendall(message)
                            continue
                        return

    def is_cut(self, protocol, message: bytes, server: socket.socket) -> bool:
        """Whether this message is the one where the connection ends; if it is to reach the server, it has."""
        with self.lock:
            self.count += 1
            if self.count != self.number:
                return False
            words = "".join(letter if letter.isprintable() else " " for letter in protocol.words(message))
            self.cut = " ".join(words.split())[:100]
        if self.way != WAYS[0]:
            server.sendall(message)
            self.await_answer(protocol, server)
        return True

    @staticmethod
    def await_answer(protocol, server: socket.socket) -> None:
        # A message that is one of several has no answer of its own; then nothing comes.
        server.settimeout(0.5)
        answer = b""
        with contextlib.suppress(TimeoutError):
            while not protocol.is_answered(answer):
                data = server.recv(1 << 16)
                if not data:
                    return
                answer += data
