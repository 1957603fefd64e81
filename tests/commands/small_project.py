"""A project with small spiders of its own, and newscrawl's command line inside it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from tests import interpreters
from tests.local_site import Answer, LocalSite

ROOT = Path(__file__).resolve().parents[2]
NEWSCRAWL = ("-m", "newscrawl")

SETTINGS = """\
from newscrawl.settings import *

SPIDER_MODULES = ["sites.spiders"]
NEWSPIDER_MODULE = "sites.spiders"
ITEM_PIPELINES = {}
DOWNLOAD_DELAY = 0
RETRY_ENABLED = False
NEWSCRAWL_CONTACT = "https://example.org/contact"
NEWSCRAWL_ALLOWED_PRIVATE_HOSTS = ["127.0.0.1"]
"""

SPIDERS = '''\
from scrapy import Request, Spider

from newscrawl.signals import page_lost


class Small(Spider):
    """Emits the stats of a section spider, and needs nothing else of newscrawl."""

    name = "small"
    site = "small.example"

    @classmethod
    def parse_arguments(cls, given):
        if set(given) - {"token"} != {"url"}:
            raise ValueError("exactly one argument is expected: url")
        return given["url"]

    @classmethod
    def site_name(cls, arguments):
        return cls.site

    async def start(self):
        yield Request(self.url, self.parse_list, errback=self.list_failed)

    def count(self, fact, url=None):
        self.crawler.stats.inc_value("newscrawl/" + fact)
        if url:
            self.crawler.signals.send_catch_log(page_lost, fact=fact, url=url)

    def parse_list(self, response):
        links = response.css("a::attr(href)").getall()
        self.count("sources/read")
        for link in links:
            self.count("links/found")
            yield response.follow(link, self.parse_page, errback=self.page_failed)

    def list_failed(self, failure):
        self.count("sources/failed/http_404", failure.value.response.url)
        self.logger.warning("Section not read")

    def page_failed(self, failure):
        answer = getattr(failure.value, "response", None)
        if answer is not None:
            self.count(f"pages/failed/http_{answer.status}", failure.request.url)

    def parse_page(self, response):
        self.count("pages/read")
        if b"exception" in response.body:
            raise TypeError("an exception\\nof two lines")
        if b"<h1>" not in response.body:
            self.count("dropped/no_headline", response.url)
            return
        self.count("pages/understood")
        yield {"url": response.url}


class Broken(Spider):
    name = "broken"

    def __init__(self, **given):
        raise TypeError("cannot be made")


class Faulty(Small):
    name = "faulty"
    custom_settings = {"ITEM_PIPELINES": {"sites.spiders.FaultyPipeline": 1}}


class Misled(Small):
    name = "misled"
    custom_settings = {"NEWSCRAWL_CRAWL_DELAY_MAX": "abc"}


class FaultyPipeline:
    def process_item(self, item):
        raise KeyError("a fault in a pipeline")
'''

ARTICLE = Answer(b"<h1>Un article</h1>")
NO_ARTICLE = Answer(b"<p>Rien.</p>")
EXCEPTION = Answer(b"exception")


def add_section(site: LocalSite, *articles: Answer) -> str:
    """The address of a section that links to these articles."""
    addresses = [f"/article-{number}" for number in range(len(articles))]
    site.pages.update(zip(addresses, articles, strict=True))
    site.pages["/robots.txt"] = Answer.text("")
    site.pages["/section"] = Answer.links(*addresses)
    return site.url("/section")


def stall(site: LocalSite, path: str) -> Event:
    """Lets a page hang until the site is closed; the event tells that somebody waits for it."""
    asked = Event()

    def hang() -> Answer:
        asked.set()
        return Answer(hang=60)

    site.pages[path] = hang
    return asked


@dataclass
class Project:
    """A project's folder, and commands inside it."""

    folder: Path
    environment: dict[str, str]

    def start(self, *words: str, program: tuple[str, ...] = NEWSCRAWL) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *program, *words],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words: str, program: tuple[str, ...] = NEWSCRAWL) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *program, *words]
        return interpreters.run(command, cwd=self.folder, env=self.environment, timeout=60)

    def crawl(self, url: str, *words: str, spider: str = "small") -> subprocess.CompletedProcess[str]:
        return self.run("crawl", spider, "-a", f"url={url}", *words)

    def report(self) -> dict[str, Any]:
        (path,) = (self.folder / "data" / "runs" / "small.example").glob("*.json")
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return report


def environment(home: Path) -> dict[str, str]:
    """An environment that says nothing of a project or proxy, with a home of its own."""
    unwanted = ("SCRAPY_", "NEWSCRAWL_", "XDG_")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(unwanted) and not name.lower().endswith("_proxy")
    }
    return kept | {"PYTHONPATH": str(ROOT), "HOME": str(home)}


def make_project(folder: Path) -> Project:
    """A project with the spiders above."""
    (folder / "sites").mkdir(parents=True)
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = sites.settings\n", encoding="utf-8")
    (folder / "sites" / "__init__.py").touch()
    (folder / "sites" / "settings.py").write_text(SETTINGS, encoding="utf-8")
    (folder / "sites" / "spiders.py").write_text(SPIDERS, encoding="utf-8")
    return Project(folder, environment(folder.parent))
