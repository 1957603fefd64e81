"""The demonstration site on a loopback port, inside the process that crawls it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from twisted.internet.defer import maybeDeferred
from twisted.web.resource import Resource
from twisted.web.server import Site

from newscrawl.demo.site import answer

if TYPE_CHECKING:
    from twisted.web.http import Request

HOST = "127.0.0.1"


class DemoResource(Resource):
    """Answers every path with the page of that path."""

    isLeaf = True  # noqa: N815 - Twisted's name

    def render_GET(self, request: Request) -> bytes:  # noqa: N802 - Twisted's name
        """The page at the path asked for; Twisted answers HEAD from it too."""
        assert request.path is not None  # noqa: S101 - set before any resource renders
        reply = answer(unquote(request.path.decode("ascii", "replace")))
        request.setResponseCode(reply.status)
        for name, value in reply.headers.items():
            request.setHeader(name, value)  # type: ignore[no-untyped-call]
        return reply.body.encode()


class QuietSite(Site):
    """A server that keeps no access log and announces neither start nor stop."""

    noisy = False

    def log(self, request: Request) -> None:
        """Nothing: the crawl has its own log."""


class DemoServer:
    """The site while it is served."""

    host = HOST

    def __init__(self, listening: Any) -> None:
        self._listening = listening
        self.port: int = listening.getHost().port

    @property
    def origin(self) -> str:
        """Where the site is: `http://127.0.0.1:34567`."""
        return f"http://{self.host}:{self.port}"

    async def stop(self) -> None:
        """Frees the port; needs the asyncio reactor."""
        await maybeDeferred(self._listening.stopListening).asFuture(asyncio.get_running_loop())


def serve() -> DemoServer:
    """The site on a free port of the loopback interface; the reactor that answers is the one installed."""
    from twisted.internet import reactor  # noqa: PLC0415 - importing it installs one

    listener: Any = reactor
    factory = QuietSite(DemoResource())  # type: ignore[no-untyped-call]
    return DemoServer(listener.listenTCP(0, factory, interface=HOST))
