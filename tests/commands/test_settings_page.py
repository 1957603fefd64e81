"""`docs/settings.md` names what there is, with its default."""

from __future__ import annotations

import re
from pathlib import Path

from newscrawl import settings
from newscrawl.commands.checks import SWITCHES

PACKAGE = Path(settings.__file__).parent
PAGE = (PACKAGE.parent / "docs" / "settings.md").read_text(encoding="utf-8")

_ROW = re.compile(r"^\| `(NEWSCRAWL_\w+)` \| `([^`]+)` \| \S.* \|$", re.MULTILINE)
_COUNTED = re.compile(
    r'(?:inc_value|set_value|\b_count)\(\s*f?"newscrawl/([a-z_/]+)|(?:self|spider)\.(?:count|lost)\(\s*f?"([a-z_/]+)'
)


def test_every_setting_is_documented_with_its_default() -> None:
    ours = {name: value for name, value in vars(settings).items() if name.startswith("NEWSCRAWL_")}
    rows = _ROW.findall(PAGE)
    assert dict(rows) == {name: repr(value) for name, value in (dict.fromkeys(SWITCHES, True) | ours).items()}
    assert len(rows) == len(dict(rows))


def test_every_stat_is_documented() -> None:
    found = {
        "newscrawl/" + (whole or fact)
        for path in PACKAGE.rglob("*.py")
        for whole, fact in _COUNTED.findall(path.read_text(encoding="utf-8"))
    }
    assert {"newscrawl/pages/read", "newscrawl/feed/error", "newscrawl/exit_status"} <= found
    named = re.findall(r"`(newscrawl/[\w/]+)`", PAGE)
    families = tuple(name.removesuffix("REASON") for name in named if name.endswith("REASON"))
    unnamed = {stat for stat in found if stat not in named and not stat.startswith(families)}
    assert not {stat for stat in unnamed if not (stat.endswith("/") and any(name.startswith(stat) for name in named))}
