"""What a robots.txt says of rights beside its rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.downloader.robots import declarations

RULES = "User-agent: *\nDisallow: /prive/\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# Tous droits réservés.\n# Toute fouille de textes est interdite.\n" + RULES,
         ["Tous droits réservés. Toute fouille de textes est interdite."]),
        ("# All rights reserved: no scraping\n\n# robots.txt of the gazette\n" + RULES,
         ["All rights reserved: no scraping"]),
        (RULES + "Content-Signal: search=yes, ai-train=no\n", ["Content-Signal: search=yes, ai-train=no"]),
        ("#\u202e Directive (UE) 2019/790\x07\n", ["Directive (UE) 2019/790"]),
        ("# Sitemaps\n# WordPress\n" + RULES, []),
        ("", []),
        ("\n\n".join(f"# tdm {number}" for number in range(9)), ["tdm 0", "tdm 1", "tdm 2"]),
        ("# tdm " + "x" * 5_000, ["tdm " + "x" * 496]),
    ],
)  # fmt: skip
def test_comments_that_reserve_rights(text: str, found: list[str]) -> None:
    assert declarations(text.encode()) == found


@given(st.binary(max_size=300))
def test_any_bytes(body: bytes) -> None:
    assert all("\n" not in text for text in declarations(b"# tdm " + body))
