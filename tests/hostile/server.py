"""A web server that breaks every rule: bytes as they are written, several host names on one port."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

Connection = socket.socket
Answer = bytes | Callable[["Visit", Connection], None]


@dataclass(frozen=True)
class Visit:
    """One request that came."""

    host: str
    path: str
    headers: dict[str, str]


@dataclass
class HostileServer:
    """Answers `(host, path)`, else `("*", path)`, with bytes as they stand or with a function that does as it likes."""

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.closing = threading.Event()
        self._server = _server(self)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def url(self, path: str, host: str) -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self, host: str) -> list[str]:
        return [visit.path for visit in self.visits if visit.host == host]

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


def response(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """An answer with an honest length, unless another one is given."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", "Connection: close"]
    if not any(header.lower().startswith("content-type") for header in headers):
        lines.append("Content-Type: text/html; charset=utf-8")
    return "\r\n".join([*lines, *headers, "", ""]).encode("latin-1") + body


def raw(head: str, body: bytes = b"") -> bytes:
    """An answer with no header but those given."""
    return head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n" + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return response(b"", f"Location: {location}", status=status)


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks)
    return raw("HTTP/1.1 200 OK\nContent-Type: text/html\nTransfer-Encoding: chunked", body + end)


def reset(sent: bytes = b"") -> Answer:
    """Sends something, then tears the connection off."""

    def answer(_: Visit, connection: Connection) -> None:
        connection.sendall(sent)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return answer


def stall(server: HostileServer, sent: bytes = b"", *, drip: bytes = b"", pause: float = 0.05) -> Answer:
    """Sends something, then nothing, or one byte now and then, until the server is closed."""

    def answer(_: Visit, connection: Connection) -> None:
        connection.sendall(sent)
        while not server.closing.wait(pause if drip else 60):
            connection.sendall(drip)

    return answer


def _server(site: HostileServer) -> socketserver.ThreadingTCPServer:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(30)
            first = self.rfile.readline(65536).decode("latin-1").split(" ")
            headers: dict[str, str] = {}
            while line := self.rfile.readline(65536).strip():
                name, _, value = line.decode("latin-1").partition(":")
                headers[name.lower()] = value.strip()
            if len(first) < 2:
                return
            visit = Visit(headers.get("host", "").partition(":")[0], first[1], headers)
            site.visits.append(visit)
            path = visit.path.partition("?")[0]
            missing = response(b"rien", status="404 Not Found")
            answer = site.answers.get((visit.host, path), site.answers.get(("*", path), missing))
            if isinstance(answer, bytes):
                self.request.sendall(answer)
            else:
                answer(visit, self.request)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False
        request_queue_size = 128

        def handle_error(self, *_: object) -> None:
            """A client that has gone is no error here."""

    return Server(("127.0.0.1", 0), Handler)
