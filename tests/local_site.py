"""A web site on this machine that counts who comes, and what came of a crawl, for tests over real sockets."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Answer:
    """What a path answers; `hang` keeps the connection open for so many seconds, or until the site is closed."""

    body: bytes = b"<html><body><p>Une page.</p></body></html>"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    hang: float = 0.0

    @classmethod
    def redirect(cls, location: str, status: int = 302) -> Answer:
        return cls(b"", status, {"Location": location})

    @classmethod
    def text(cls, text: str) -> Answer:
        return cls(text.encode(), headers={"Content-Type": "text/plain; charset=utf-8"})

    @classmethod
    def links(cls, *urls: str) -> Answer:
        return cls("".join(f'<a href="{url}">lien</a>' for url in urls).encode())


@dataclass(frozen=True)
class Visit:
    """One request that came."""

    path: str
    time: float
    headers: Mapping[str, str]


class LocalSite:
    """Serves `pages` (path → `Answer`, or a function giving one) until closed; anything else is 404."""

    def __init__(self, address: str = "127.0.0.1", certificate: Path | None = None) -> None:
        self.pages: dict[str, Answer | Callable[[], Answer]] = {}
        self.posts: dict[str, Callable[[Mapping[str, str]], Answer]] = {}
        """Path → what answers a form sent there."""
        self.answer_to: Callable[[str, Mapping[str, str]], Answer] | None = None
        """What answers paths by the headers of the request too, in place of `pages`."""
        self.visits: list[Visit] = []
        self.connections = 0
        self.closing = threading.Event()
        self._server = _server(self, address)
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            # Not at accept, which would let one bad handshake block all others.
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.host = f"[{address}]" if ":" in address else address
        self.port: int = self._server.server_address[1]
        self.scheme = "https" if certificate else "http"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def url(self, path: str = "/", host: str | None = None) -> str:
        return f"{self.scheme}://{host or self.host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [visit.path for visit in self.visits]

    def times(self, *, robots: bool = True) -> list[float]:
        return [visit.time for visit in self.visits if robots or visit.path != "/robots.txt"]

    def answer(self, path: str) -> Answer:
        page = self.pages.get(path, Answer(b"rien", 404))
        return page if isinstance(page, Answer) else page()

    def close(self) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()


@dataclass(frozen=True)
class Probed:
    """What came of a crawl of `crawl_probe.py`: answers and failures by the address asked for, stats and log."""

    answers: dict[str, dict[str, Any]]
    failures: dict[str, list[str]]
    codes: dict[str, str | None]
    stats: dict[str, str]
    log: str

    def stat(self, name: str) -> int:
        return int(self.stats.get(name, 0))


def _server(site: LocalSite, address: str) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.visits.append(Visit(self.path, time.monotonic(), dict(self.headers)))
            self._send(site.answer_to(self.path, dict(self.headers)) if site.answer_to else site.answer(self.path))

        def do_POST(self) -> None:
            site.visits.append(Visit(self.path, time.monotonic(), dict(self.headers)))
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            respond = site.posts.get(self.path)
            form = dict(parse_qsl(sent, keep_blank_values=True))
            self._send(respond(form) if respond else Answer(b"rien", 404))

        def _send(self, answer: Answer) -> None:
            if answer.hang:
                site.closing.wait(answer.hang)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def do_CONNECT(self) -> None:
            site.visits.append(Visit(self.path, time.monotonic(), dict(self.headers)))
            self.send_error(502)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False
        address_family = socket.AF_INET6 if ":" in address else socket.AF_INET

        def get_request(self) -> Any:
            connection = super().get_request()
            site.connections += 1
            return connection

        def handle_error(self, *_: Any) -> None:
            pass

    return Server((address, 0), Handler)
