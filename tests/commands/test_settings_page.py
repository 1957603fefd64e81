"""`docs/settings.md` names what there is, with its default."""

from __future__ import annotations

import re
from pathlib import Path

from newscrawl import options, settings
from newscrawl.options.__main__ import with_table
from newscrawl.pipelines.archive import ArchivePipeline
from newscrawl.pipelines.feed import FeedPipeline

PACKAGE = Path(settings.__file__).parent
PAGE = (PACKAGE.parent / "docs" / "settings.md").read_text(encoding="utf-8")

_ROW = re.compile(r"^\| `(NEWSCRAWL_\w+)` \| `([^`]+)` \| \S.* \|$", re.MULTILINE)
_COUNTED = re.compile(
    r'(?:inc_value|set_value|\b_count)\(\s*f?"newscrawl/([a-z_/]+)|(?:self|\w*report)\.(?:count|lost)\(\s*f?"([a-z_/]+)'
)


def test_every_setting_is_documented_with_its_default() -> None:
    ours = {name: value for name, value in vars(settings).items() if name.startswith("NEWSCRAWL_")}
    rows = _ROW.findall(PAGE)
    assert dict(rows) == {name: repr(value) for name, value in ours.items()}
    assert len(rows) == len(dict(rows))


def test_the_table_is_what_make_docs_writes() -> None:
    assert with_table(PAGE) == PAGE


def test_no_page_names_a_setting_that_is_gone() -> None:
    pages = [*PACKAGE.parent.glob("docs/*.md"), PACKAGE.parent / "README.md", PACKAGE.parent / "pipelines.md"]
    known = {setting.name for setting in options.TABLE}
    for page in pages:
        named = set(re.findall(r"NEWSCRAWL_[A-Z_]+[A-Z]", page.read_text(encoding="utf-8")))
        assert named <= known, page.name


def test_no_code_names_a_setting_that_is_not_there() -> None:
    known = {setting.name for setting in options.TABLE} | set(options.REMOVED)
    for path in PACKAGE.rglob("*.py"):
        named = set(re.findall(r"NEWSCRAWL_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8")))
        assert named <= known, path


def test_settings_are_read_through_the_table_alone() -> None:
    read = re.compile(r"settings\.get\w*\(\s*\"NEWSCRAWL_|settings\[\"NEWSCRAWL_")
    assert [str(path) for path in PACKAGE.rglob("*.py") if read.search(path.read_text(encoding="utf-8"))] == []


def test_every_stat_is_documented() -> None:
    found = {
        "newscrawl/" + (whole or fact)
        for path in PACKAGE.rglob("*.py")
        for whole, fact in _COUNTED.findall(path.read_text(encoding="utf-8"))
    }
    assert {"newscrawl/pages/read", "newscrawl/feed/invalid", "newscrawl/exit_status"} <= found
    named = re.findall(r"`(newscrawl/[\w/]+)`", PAGE)
    found |= {f"newscrawl/{pipeline.kind}/error" for pipeline in (FeedPipeline, ArchivePipeline)}
    families = tuple(name.removesuffix("REASON") for name in named if name.endswith("REASON"))
    unnamed = {stat for stat in found if stat not in named and not stat.startswith(families)}
    assert not {stat for stat in unnamed if not (stat.endswith("/") and any(name.startswith(stat) for name in named))}
