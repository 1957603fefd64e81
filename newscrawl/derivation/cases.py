"""Test cases: a page as it was fetched, and what is to be made of it, in a folder to keep beside the code.

- `page.html`: the page, byte for byte, but for its `Content-Encoding`; `page-2.html` and so on: its further parts;
- `case.json`: addresses, headers, the moment, and what the run knew besides;
- `expected.json`: the article, or why there is none: under `refused` a reason, under `failed` what the code raised.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newscrawl.derivation.deriver import Deriver, NoSpider, NotDerived
from newscrawl.derivation.differences import WRITER_FIELDS, changes, describe
from newscrawl.derivation.pages import ArchivedPage
from newscrawl.store.files import DiskFiles, make_folders, replace_file
from newscrawl.warc.exchange import Exchange
from newscrawl.warc.notes import from_json, to_json

if TYPE_CHECKING:
    from scrapy.settings import Settings
    from scrapy.spiderloader import SpiderLoaderProtocol

    from newscrawl.items import Article

logger = logging.getLogger(__name__)

CASE, EXPECTED, FORMAT = "case.json", "expected.json", 1
_PAGE = "page.html"
_LEFT_OUT = WRITER_FIELDS | {"archive"}


def outcome_of(page: ArchivedPage, settings: Settings, loader: SpiderLoaderProtocol) -> dict[str, Any]:
    """What the present code makes of a page, as `expected.json` has it.  Raises `NoSpider`."""
    return asyncio.run(_outcome(page, settings, loader))


async def _outcome(page: ArchivedPage, settings: Settings, loader: SpiderLoaderProtocol) -> dict[str, Any]:
    try:
        articles = await _articles(page, settings, loader)
    except NoSpider:
        raise
    except NotDerived as finding:
        return {"refused": finding.reason}
    except Exception as error:
        logger.error("The present code fails on %s", page.exchange.url, exc_info=error)
        return {"failed": f"{type(error).__name__}: {error}"}
    found = [
        {name: value for name, value in article.to_dict().items() if name not in _LEFT_OUT} for article in articles
    ]
    return found[0] if len(found) == 1 else {"articles": found}


async def _articles(page: ArchivedPage, settings: Settings, loader: SpiderLoaderProtocol) -> list[Article]:
    deriver = Deriver.of(page.notes, settings, loader)
    await deriver.open()
    try:
        return await deriver.derive(page)
    finally:
        await deriver.close()


def unpacked(page: ArchivedPage, settings: Settings, loader: SpiderLoaderProtocol) -> ArchivedPage:
    """A page without the coding in which it was sent.  Raises `NoSpider` and `NotDerived`."""
    deriver = Deriver.of(page.notes, settings, loader)
    return replace(
        page,
        exchange=deriver.unpacked(page.exchange),
        parts=tuple(deriver.unpacked(part) for part in page.parts),
    )


def write_case(folder: Path, page: ArchivedPage, expected: Mapping[str, Any]) -> None:
    """Writes a case, over one that is there.  Raises `OSError`."""
    files = DiskFiles()
    make_folders(files, folder)
    exchanges = (page.exchange, *page.parts)
    for old in folder.glob("page*.html"):
        old.unlink()
    for number, exchange in enumerate(exchanges, start=1):
        replace_file(files, folder / _file(number), [exchange.body])
    case = {
        "format": FORMAT,
        "pages": [_facts(exchange, number) for number, exchange in enumerate(exchanges, start=1)],
        "notes": to_json(replace(page.notes, parts=(), id=None, finding=None)),
    }
    replace_file(files, folder / CASE, [_json(case)])
    replace_file(files, folder / EXPECTED, [_json(expected)])


def read_case(folder: Path) -> tuple[ArchivedPage, dict[str, Any]]:
    """The page of a case, and what is to be made of it.  Raises `OSError`, and `ValueError` for what is none."""
    case = _object(folder / CASE)
    if case.get("format") != FORMAT:
        raise ValueError(f"{folder / CASE}: a case of format {case.get('format')!r}, which this version does not know")
    try:
        return _page(folder, case), _object(folder / EXPECTED)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{folder / CASE}: {type(error).__name__}: {error}") from error


def _page(folder: Path, case: Mapping[str, Any]) -> ArchivedPage:
    first, *parts = (
        Exchange(
            url=facts["url"],
            moment=datetime.fromisoformat(facts["moment"]),
            status=facts["status"],
            headers=tuple((name, value) for name, value in facts["headers"]),
            body=(folder / facts["file"]).read_bytes(),
        )
        for facts in case["pages"]
    )
    return ArchivedPage(first, from_json(case["notes"]), tuple(parts))


def _object(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_bytes())
    if not isinstance(found, dict):
        raise ValueError(f"{path}: no JSON object")
    return found


def faults_of(folder: Path, settings: Settings, loader: SpiderLoaderProtocol) -> list[str]:
    """Where the present code makes something else of a case, a line each; none where all is as it should be."""
    page, expected = read_case(folder)
    try:
        found = outcome_of(page, settings, loader)
    except NoSpider as finding:
        return [str(finding)]
    return [f"{change.path}: {describe(change)}" for change in changes(expected, found)]


def _file(number: int) -> str:
    return _PAGE if number == 1 else f"page-{number}.html"


def _facts(exchange: Exchange, number: int) -> dict[str, Any]:
    return {
        "file": _file(number),
        "url": exchange.url,
        "moment": exchange.moment.isoformat(),
        "status": exchange.status,
        "headers": [list(pair) for pair in exchange.headers],
    }


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")
