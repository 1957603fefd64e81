"""What a robots.txt says besides its rules: pure, without network."""

from __future__ import annotations

import re

from newscrawl.text import clean, fold

READ = 500 * 1024
"""Bytes of it that are read, which RFC 9309 (2.5) asks for at least."""

_MOST_BLOCKS = 3
_LONGEST_BLOCK = 500
# Folded: no case, no accents.
_RESERVES = re.compile(
    r"\brights? (?:are |is )?(?:expressly )?reserved|\breserv(?:e|es|ation)\b|\bdroits? (?:sont )?reserves|"
    r"\bvoorbehoud|"
    r"\btdm\b|\bdata[ -]mining\b|\bfouille de (?:textes|donnees)|\b2019/790\b|\bscrap(?:e|ing)\b|\bai training\b|"
    r"\bmachine learning\b|\bintelligence artificielle\b|\bautomated (?:means|collection|access)\b|"
    r"\bprior written (?:consent|permission)|\bautorisation (?:ecrite|prealable)|\bconsentement (?:ecrit|prealable)"
)
_SIGNAL = re.compile(r"\s*(content-(?:signal|usage))\s*:", re.IGNORECASE)


def declarations(body: bytes) -> list[str]:
    """What a robots.txt says of rights beside its rules: comments that reserve them, and `Content-Signal` lines.

    Three at most, each on one line and cut to 500 characters.
    """
    found: list[str] = []
    block: list[str] = []
    for line in [*body[:READ].decode("utf-8", "replace").splitlines(), ""]:
        text = line.strip()
        if text.startswith("#"):
            block.append(text.lstrip("# "))
            continue
        if block:
            found += _reserving(" ".join(block))
            block = []
        if _SIGNAL.match(line):
            found.append(text)
        if len(found) >= _MOST_BLOCKS:
            break
    return [clean(each)[:_LONGEST_BLOCK] for each in found[:_MOST_BLOCKS]]


def _reserving(block: str) -> list[str]:
    return [block] if _RESERVES.search(fold(block[:20_000])) else []
