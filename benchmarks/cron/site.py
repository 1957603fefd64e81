"""The simulated site as a process: real HTTP on loopback, told the time and what to do by lines on standard input.

`python -m benchmarks.cron.site SEED short|month FEED_SIZE feed,rest,sitemap` prints its port, then answers
each JSON command with a line.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import socket
import sys
import threading
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any
from urllib.parse import parse_qsl

from benchmarks.cron import pages
from benchmarks.cron.pages import Moment
from benchmarks.cron.stories import PARIS, Story
from benchmarks.cron.timetable import Calendar, State

_HTML, _XML = "text/html; charset=UTF-8", "application/rss+xml; charset=UTF-8"
_JSON = "application/json; charset=UTF-8"
_SECTION = re.compile(re.escape(pages.RUNNING) + r"(?:page/(\d+)/)?")
_ANSWER = tuple[int, dict[str, str], bytes]


class Site:
    """What is answered at the moment that it was told."""

    def __init__(self, seed: int, calendar: Calendar, feed_size: int, sources: frozenset[str]) -> None:
        self.calendar = calendar
        self.feed_size = feed_size
        self.sources = sources
        self.stories = calendar.stories(seed)
        self.at = calendar.begin
        self.origin = ""
        self.requests: Counter[str] = Counter()
        self.waiting = 0
        self.open_door = threading.Event()
        self.open_door.set()
        self._by_slug = {slug: story for story in self.stories for _, slug in story.slugs}
        self._visible: list[Story] = []
        self._lock = threading.Lock()
        self._chance = Random(seed)  # noqa: S311 - a simulation
        self._doomed: tuple[int, int, float] | None = None
        self._striking: threading.Timer | None = None

    def set_time(self, at: datetime) -> None:
        """It is now `at`."""
        self.at = at
        self._visible = [story for story in reversed(self.stories) if story.is_public(at)]

    def kill_after(self, process: int, answers: int, seconds: float) -> None:
        """Ends a process so many seconds after so many answers from now on, as the kernel would."""
        self._doomed = (process, answers, seconds)

    def spare(self) -> None:
        """Ends no process any more, once this has returned."""
        with self._lock:
            self._doomed = None
            striking, self._striking = self._striking, None
        if striking is not None:
            striking.cancel()
            striking.join()

    def answer(self, path: str, headers: Any) -> _ANSWER:
        """Status, headers and body for a request, which is counted."""
        with self._lock:
            self.waiting += 1
            chance = Random(self._chance.random())  # noqa: S311
        self.open_door.wait(60)
        kind = _kind(path)
        status, given, body = self._answer(path, headers, kind, chance)
        with self._lock:
            self.waiting -= 1
            conditional = "if-changed " if headers.get("If-None-Match") or headers.get("If-Modified-Since") else ""
            self.requests[f"{kind} {conditional}{status}"] += 1
            self._strike()
        return status, given, body

    def _strike(self) -> None:
        if self._doomed is None:
            return
        process, left, seconds = self._doomed
        self._doomed = (process, left - 1, seconds) if left > 1 else None
        if left <= 1:
            self._striking = threading.Timer(seconds, _kill, (process,))
            self._striking.start()

    def _answer(self, path: str, headers: Any, kind: str, chance: Random) -> _ANSWER:
        state = self.calendar.state(self.at)
        new_theme = self.calendar.has_new_theme(self.at)
        one_path = self._one_path()
        moment = Moment(self._visible, self.at, self.origin, chance, new_theme, self.sources, one_path)
        if state == State.UNAVAILABLE:
            return 503, {"Content-Type": _HTML}, b"<h1>503 Service Unavailable</h1>"
        if state == State.CONSENT:
            return _page(pages.consent())
        if state == State.ALL_LOST or (state == State.ARTICLES_LOST and kind == "article"):
            return _page(pages.lost(moment), 404)
        path, _, query = path.partition("?")
        if path == f"{pages.REST}wp/v2/posts" and "rest" in self.sources:
            return self._posts(dict(parse_qsl(query)), moment)
        return self._as_usual(path, headers, moment)

    def _one_path(self) -> str | None:
        """The path that every page states for its own now, if so."""
        since = self.calendar.one_address_since(self.at)
        if since is None:
            return None
        if since == self.calendar.begin + timedelta(hours=self.calendar.one_address[0]):
            return pages.SAMPLE
        newest = max((each for each in self.stories if each.published <= since), key=lambda each: each.published)
        return f"/{newest.slug(since)}/"

    def _as_usual(self, path: str, headers: Any, moment: Moment) -> _ANSWER:
        if path in ("/feed/", f"{pages.RUNNING}feed/") and "feed" in self.sources:
            return self._feed(moment, headers)
        if found := _SECTION.fullmatch(path):
            text = pages.section(moment, int(found[1] or 1))
            return _page(text) if text else _page(pages.lost(moment), 404)
        fixed = self._fixed(path, moment)
        if fixed is not None:
            return 200, {"Content-Type": fixed[0]}, fixed[1].encode()
        return self._article(path.strip("/"), moment)

    def _fixed(self, path: str, moment: Moment) -> tuple[str, str] | None:
        match path:
            case "/":
                return _HTML, pages.home(moment)
            case "/robots.txt":
                sitemap = f"Sitemap: {self.origin}/sitemap.xml\n" if "sitemap" in self.sources else ""
                return "text/plain; charset=UTF-8", f"User-agent: *\nDisallow: /wp-admin/\n{sitemap}"
            case "/comments/feed/":
                return _XML, pages.comments_feed(moment)
            case "/sitemap.xml" if "sitemap" in self.sources:
                return "application/xml", pages.sitemap(moment)
        return None

    def _article(self, slug: str, moment: Moment) -> _ANSWER:
        story = self._by_slug.get(slug)
        if story is None or story.published > self.at or all(name != slug or at > self.at for at, name in story.slugs):
            return _page(pages.lost(moment), 404)
        if story.is_gone(self.at):
            return _page(pages.lost(moment), story.gone_status if story.removed else 404)
        if story.slug(self.at) != slug:
            return 301, {"Location": moment.address(story), "Content-Type": _HTML}, b""
        return _page(pages.article(moment, story))

    def _feed(self, moment: Moment, headers: Any) -> _ANSWER:
        """As WordPress behind a compressing server: its validator goes out weak, and only the strong one comes back."""
        shown = moment.stories[: self.feed_size]
        changed = max(story.modified(self.at) for story in shown).replace(microsecond=0)
        tag = hashlib.sha256(f"{changed}{[story.number for story in shown]}".encode()).hexdigest()[:32]
        given = {"Content-Type": _XML, "ETag": f'W/"{tag}"', "Last-Modified": format_datetime(changed, usegmt=True)}
        match, since = headers.get("If-None-Match"), headers.get("If-Modified-Since")
        same = match == f'"{tag}"' if match else bool(since) and parsedate_to_datetime(since) >= changed
        if same:
            return 304, given, b""
        return 200, given, pages.feed(moment, self.feed_size).encode()

    def _posts(self, asked: dict[str, str], moment: Moment) -> _ANSWER:
        page, size = int(asked.get("page", 1)), int(asked.get("per_page", 10))
        after = datetime.fromisoformat(asked["after"]) if "after" in asked else None
        if after is not None and after.tzinfo is None:
            after = after.replace(tzinfo=PARIS)
        text, total = pages.posts(moment, page, size, after)
        given = {"X-WP-Total": str(total), "X-WP-TotalPages": str(-(-total // size)), "Content-Type": _JSON}
        return 200, given, text.encode()


class Door:
    """The site's address: open, or closed with its port kept."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._server: ThreadingHTTPServer | None = None
        self._socket = _bound(0)
        self.port: int = self._socket.getsockname()[1]

    def open(self) -> None:
        """Takes connections from now on."""
        if self._server is None:
            self._server = _server(self.site, self._socket)
            threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        """Refuses connections from now on."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
            # Bound and not listening: connections are refused, and nobody else gets the port.
            self._socket = _bound(self.port)


def _bound(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


def _server(site: Site, bound: socket.socket) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, body = site.answer(self.path, self.headers)
            self.send_response_only(status)
            self.send_header("Date", format_datetime(site.at, usegmt=True))
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: Any) -> None:
            pass  # a killed run hangs up

    server = Server(bound.getsockname(), Handler, bind_and_activate=False)
    server.socket.close()
    server.socket = bound
    server.server_name, server.server_port = bound.getsockname()
    server.server_activate()
    return server


def _page(text: str, status: int = 200) -> _ANSWER:
    return status, {"Content-Type": _HTML}, text.encode()


def _kind(path: str) -> str:
    path = path.partition("?")[0]
    if path in ("/robots.txt", "/sitemap.xml"):
        return path.strip("/").partition(".")[0]
    if path.endswith("/feed/"):
        return "feed"
    if path.startswith(pages.RUNNING):
        return "section"
    if path.startswith(pages.REST):
        return "rest"
    return "article" if path.count("/") == 2 and not path.startswith("/.") else "other"


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def _obey(command: dict[str, Any], site: Site, door: Door) -> Any:
    match command["do"]:
        case "time":
            site.set_time(datetime.fromisoformat(command["at"]))
            refused = site.calendar.state(site.at) == State.REFUSED
            door.close() if refused else door.open()
        case "kill":
            site.kill_after(command["process"], command["answers"], command["seconds"])
        case "spare":
            site.spare()
        case "hold":
            site.open_door.clear()
        case "release":
            site.open_door.set()
        case "waiting":
            return site.waiting
        case "requests":
            counted, site.requests = dict(site.requests), Counter()
            return counted
    return None


def main() -> None:
    seed, calendar, feed_size, sources = sys.argv[1:]
    site = Site(int(seed), getattr(Calendar, calendar)(), int(feed_size), frozenset(sources.split(",")))
    door = Door(site)
    site.origin = f"http://127.0.0.1:{door.port}"
    site.set_time(site.at.astimezone(UTC))
    print(json.dumps(door.port), flush=True)
    for line in sys.stdin:
        print(json.dumps(_obey(json.loads(line), site, door)), flush=True)


if __name__ == "__main__":
    main()
