"""Hand on connections to a server on loopback, and cut the first one whose server says a certain thing.

usage: cutter.py PORT WORDS [OWN]
  PORT   of the server
  WORDS  what the server says; the client does not get it, and its connection ends
  OWN    the port to listen at; a free one unless told otherwise

The first line that it prints is its own port. Later connections are not cut.
"""

import selectors
import socket
import sys


def main() -> None:
    port, words = int(sys.argv[1]), sys.argv[2].encode()
    listener = socket.create_server(("127.0.0.1", int(sys.argv[3]) if len(sys.argv) > 3 else 0))
    print(listener.getsockname()[1], flush=True)
    chooser = selectors.DefaultSelector()
    chooser.register(listener, selectors.EVENT_READ)
    other: dict[socket.socket, socket.socket] = {}
    servers: set[socket.socket] = set()
    has_cut = False

    def end(side: socket.socket) -> None:
        for half in (side, other.pop(side, None)):
            if half is not None:
                other.pop(half, None)
                chooser.unregister(half)
                half.close()

    while True:
        for key, _ in chooser.select():
            side = key.fileobj
            if side is listener:
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", port))
                other[client], other[server] = server, client
                servers.add(server)
                for half in (client, server):
                    chooser.register(half, selectors.EVENT_READ)
            elif side in other:
                try:
                    data = side.recv(1 << 16)
                except OSError:
                    data = b""
                if not data or (not has_cut and side in servers and words in data):
                    has_cut = has_cut or bool(data)
                    end(side)
                else:
                    other[side].sendall(data)


if __name__ == "__main__":
    main()
