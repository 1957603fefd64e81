"""HTML from fragments: `templates/*.html` hold them by name, with `$places` that are filled here.

Whatever is filled in is escaped, unless it is `Html` already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

_FRAGMENT = re.compile(r"^<!-- fragment: (\w+) -->\n", re.MULTILINE)


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def fill(template: str, fragment: str, **values: str | int | None) -> Html:
    """A fragment of a template with its places filled; what is null leaves its place empty."""
    return Html(_fragments(template)[fragment].substitute({name: html_of(value) for name, value in values.items()}))


def html_of(value: str | int | None) -> Html:
    """`value` as HTML, with the no-break spaces as entities, as many editors write them."""
    if isinstance(value, Html):
        return value
    return Html("" if value is None else escape(str(value)).replace("\u00a0", "&nbsp;"))


def join(parts: Iterable[Html]) -> Html:
    """The parts one after the other."""
    return Html("".join(parts))


@cache
def _fragments(template: str) -> dict[str, Template]:
    content = (files(__package__) / "templates" / f"{template}.html").read_text("utf-8")
    parts = _FRAGMENT.split(content)[1:]
    return {name: Template(body) for name, body in zip(parts[::2], parts[1::2], strict=True)}
