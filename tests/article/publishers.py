"""Pages in the markup of publishers' systems, each written with its truth in its own text.

A `.page` file is a head of `key: value` lines, `---`, and the page.  In it `⟦…⟧` encloses a paragraph of the body,
`⟪…⟫` what must not be in it, `⦅…⦆` what may stand there or not (standfirst, pull quote, note).  `$3`, `$s1`, `$c`, `$h`
and `$r4` are the third paragraph, first subheading, standfirst and headline of the page's topic and the fourth headline
of other articles, from `texts.txt`; alone in brackets they need no `$`.  Links without an address are given one.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "data" / "extraction" / "publishers"
_NAME = r"(?:h|c|r\d+|s\d+|\d+)"
_ALONE = re.compile(rf"(?<=[⟦⟪⦅])({_NAME})(?=[⟧⟫⦆])")
_NAMED = re.compile(rf"\$({_NAME})\b")
_UNLINKED = re.compile(r"<a(?=[ >])(?![^>]*\bhref=)")


@dataclass(frozen=True)
class PublisherPage:
    """A page and what is to be read from it; `published` is a day, or a day and a minute of the page's own clock."""

    name: str
    url: str
    document: str
    headline: str
    published: str | None
    authors: list[str] | None
    agencies: list[str] | None
    paywalled: bool | None
    timezone: str
    reference: str | None
    body: list[str]
    junk: list[str]
    optional: list[str]


def read_publisher_pages(folder: Path = FOLDER) -> list[PublisherPage]:
    return [_page(path) for path in sorted(folder.glob("*.page"))]


def _page(path: Path) -> PublisherPage:
    head, document = path.read_text("utf-8").split("\n---\n", 1)
    said = dict(line.split(": ", 1) for line in head.splitlines())
    texts = {**_texts()["related"], **_texts()[said["topic"]]}
    document = _NAMED.sub(lambda name: texts[name[1]], _ALONE.sub(r"$\1", document))
    numbers = count(1)
    document = _UNLINKED.sub(lambda _: f'<a href="/page-{next(numbers)}"', document)
    return PublisherPage(
        name=path.stem,
        url=said["url"],
        document=re.sub("[⟦⟧⟪⟫⦅⦆]", "", document),
        headline=said.get("headline") or texts["h"],
        published=None if said["published"] == "none" else said["published"],
        authors=_list(said["authors"]),
        agencies=_list(said.get("agencies", "?")),
        paywalled={"true": True, "false": False}.get(said.get("paywalled", "?")),
        timezone=said.get("timezone", "Europe/Paris"),
        reference=said.get("reference"),
        body=[_text(each) for each in re.findall("⟦(.*?)⟧", document, re.DOTALL)],
        junk=[_text(each) for each in re.findall("⟪(.*?)⟫", document, re.DOTALL)],
        optional=[_text(each) for each in re.findall("⦅(.*?)⦆", document, re.DOTALL)],
    )


def _list(value: str) -> list[str] | None:
    return None if value == "?" else [] if value == "[]" else value.split("; ")


def _text(markup: str) -> str:
    spaced = re.sub(r"</t[dh]>\s*<t[dh][^>]*>", " ", markup)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", spaced)).split())


@cache
def _texts() -> dict[str, dict[str, str]]:
    topics: dict[str, dict[str, str]] = {}
    for line in (FOLDER / "texts.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            topic = topics.setdefault(line[2:], {})
        elif line:
            name, _, text = line.partition(" ")
            topic[name] = text
    return topics
