"""Unicode, white space and French typography.

The text of the feed keeps what the site printed: its dashes, quotation marks,
apostrophes and the no-break spaces before French punctuation.  What no reader
sees goes: control and format characters, line breaks inside a paragraph, runs
of white space.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import filterfalse

# White space that breaks a line or merely pads; U+00A0 and U+202F are typography and stay (but see `clean`).
# A run of them, or a single one that is neither the plain space nor one of the two no-break spaces.
_SPACES = re.compile(r"\s{2,}|[^\S \u00a0\u202f]")
# Format characters that change nothing a reader sees, or reorder it; the joiners U+200C/D stay for emoji and scripts.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0001\ud800-\udfff]"
)
_QUOTES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "«": '"', "»": '"'})
_DASHES = re.compile("[\u2010-\u2015\u2212]")
# What Windows-1252 makes of the bytes 0x80 to 0x9F, and what it or Latin-1 makes of a byte that continues a character.
_BYTES = {bytes((byte,)).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"}
MISREAD_CONTROLS = {byte: character for character, byte in _BYTES.items()}
"""What the control characters U+0080 to U+009F are meant to be, by their codes: no text holds them, browsers alike."""
_NEXT = f"[\u0080-\u00bf{''.join(_BYTES)}]"
_MISREAD = re.compile(f"[\u00c2-\u00df]{_NEXT}|[\u00e0-\u00ef]{_NEXT}{{2}}|[\u00f0-\u00f4]{_NEXT}{{3}}")
# Pairs that no text means: capitals before a punctuation mark (`IRMÃ»`, `« Â »`) are left out.
_MISREAD_SURELY = re.compile(
    f"(?<![A-Z])\u00c3{_NEXT}|\u00c3(?![\u00a0\u00ab\u00bb…’‘”“–—]){_NEXT}|\u00e2\u20ac{_NEXT}"
    "|(?<=[a-z0-9])\u00c2[\u00a0-\u00bf]|\u00c2\u00ab"
)
# Pairs in a word or beside it, which no text means whatever stands elsewhere in it.
_MISREAD_IN_WORD = re.compile(f"(?<![A-Z])\u00c3{_NEXT}(?=[a-z])|(?<=[a-z])\u00c3{_NEXT}|\u00e2\u20ac{_NEXT}")
_MEANT = re.compile("[\u00c0\u00c1\u00c4-\u00e1\u00e3-\u00ff]")
_MOST_ENCODINGS = 3
_WORD = re.compile(r"\w+")
_NO_LETTERS = re.compile(r"\W+")
_AROUND_LINE = "".join(map(chr, range(0x21))) + "\ufeff"
_LAST_FOLDED = 256
"""Texts of which it is remembered how they fold, about those of ten pages: most are asked for several times."""
_LINE_BREAKS = re.compile(r"[\t\n\r]+")
_BEHIND_PATH = re.compile(r"([?#])")


def clean(text: str) -> str:
    """`text` as one line a reader would see: NFC, no invisible characters, single spaces, trimmed.

    A single no-break space (U+00A0, U+202F) between two words is French typography and stays; any longer or mixed run
    of white space becomes one plain space.
    """
    text = unicodedata.normalize("NFC", text)
    spaced = text.replace("\u00a0", " ").replace("\u202f", " ")
    # No invisible character is printable, nor any white space but the plain one: most texts have nothing to clean.
    if not spaced.isprintable() or "  " in spaced:
        text = _SPACES.sub(" ", _INVISIBLE.sub("", text))
    return text.strip()


def stated_address(href: str) -> str:
    """An address as it stands in markup, without what browsers leave out: white space around it, tabs and line breaks.

    What indents the lines of an address that is broken goes as well, which browsers keep; a backslash before its query
    is a slash (https://url.spec.whatwg.org/#url-parsing).
    """
    href = href.strip()
    if not href.isprintable():
        href = "".join(line.strip(_AROUND_LINE) for line in _LINE_BREAKS.split(href))
    if "\\" in href:
        path, *rest = _BEHIND_PATH.split(href, maxsplit=1)
        href = "".join((path.replace("\\", "/"), *rest))
    return href


def words_run_together(text: str) -> str:
    """The words of `text` as one: what it has in common with itself under other typography."""
    text = clean(text)
    try:
        return text.encode("cp1252").translate(None, _MARKS).decode("cp1252")
    except UnicodeEncodeError:
        return _NO_LETTERS.sub("", text)


def words_of(text: str) -> list[str]:
    """The words of `text` in their order, whatever white space, dashes and quotation marks stand between them."""
    return _WORD.findall(clean(text))


@lru_cache(maxsize=_LAST_FOLDED)
def fold(text: str) -> str:
    """`text` for comparison: no case, accents, or differences of quotes, dashes and spaces."""
    codes = _WESTERN.folded(text)
    if codes is None:
        return " ".join(text.translate(_FOLDED).split())
    folded = codes.decode("ascii") if codes.isascii() else codes.replace(_ELLIPSIS, b"...").decode("cp1252")
    return " ".join(folded.split()) if "  " in folded else folded.strip()


@lru_cache(maxsize=_LAST_FOLDED)
def letters(text: str) -> str:
    """The letters and figures of `text`, folded: what two spellings of it have in common."""
    codes = _WESTERN.folded(text)
    if codes is None:
        return _NO_LETTERS.sub("", fold(text))
    return codes.translate(None, _MARKS).decode("cp1252")


def fold_in_place(text: str) -> str:
    """`text` folded character by character, each to one: offsets in it are those of `text`."""
    codes = _WESTERN_TO_ONE.folded(text)
    return text.translate(_FOLDED_TO_ONE) if codes is None else codes.decode("cp1252")


class _Folded(dict[int, str]):
    """What each character folds to; filled as characters are met, since whole texts are folded at every step."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = self.of(chr(code))
        return folded

    def of(self, char: str) -> str:
        if _INVISIBLE.match(char):
            return ""
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", char).translate(_QUOTES))
        return _DASHES.sub("-", "".join(filterfalse(unicodedata.combining, text))).casefold()


class _FoldedToOne(_Folded):
    def of(self, char: str) -> str:
        return " " if char.isspace() else (super().of(char).strip() or " ")[0]


class _Western:
    """The same by bytes, for texts of Windows-1252's characters alone: nearly all, and read many times faster."""

    def __init__(self, folded: _Folded, kept: bytes = b"") -> None:
        """`kept`: characters that the caller folds, since they fold to several."""
        self._table, self._dropped = bytearray(range(256)), bytearray()
        for char, byte in _BYTES.items() | {(chr(byte), byte) for byte in (*range(0x80), *range(0xA0, 0x100))}:
            text = " " if folded[ord(char)].isspace() else folded[ord(char)]
            code = text.encode("cp1252", "ignore")
            if not text:
                self._dropped.append(byte)
            elif byte not in kept:
                self._table[byte] = code[0] if len(code) == len(text) == 1 else _ELSEWHERE

    def folded(self, text: str) -> bytes | None:
        """`text` folded, white space as spaces; null where a character of it is none of these, or folds to others."""
        try:
            codes = text.encode("cp1252").translate(self._table, self._dropped)
        except UnicodeEncodeError:
            return None
        return None if _ELSEWHERE in codes else codes


_ELSEWHERE = 0
"""Stands for a character that has no byte when it is folded; the byte itself is that of an invisible character."""
_ELLIPSIS = "…".encode("cp1252")
_MARKS = bytes(byte for byte in range(256) if _NO_LETTERS.match(bytes((byte,)).decode("cp1252", "replace")))
"""The bytes that are no letters or figures."""
_FOLDED, _FOLDED_TO_ONE = _Folded(), _FoldedToOne()
_WESTERN, _WESTERN_TO_ONE = _Western(_FOLDED, kept=_ELLIPSIS), _Western(_FOLDED_TO_ONE)


def mended(text: str) -> str:
    """`text` with its accents back, where UTF-8 was read as Windows-1252 or Latin-1 and encoded again (`Ã©` for `é`).

    Only what cannot be meant is touched: a text that holds such a pair for certain, and no accented letter that stands
    for itself; with one, only the pairs in words.  Call it before `clean`, which drops invisible characters that belong
    to the pairs.
    """
    for _ in range(_MOST_ENCODINGS):
        if not _is_misread(text):
            break
        if _MEANT.search(_MISREAD.sub("", text)):
            repaired = _MISREAD_IN_WORD.sub(_reread, text)
        else:
            # Many systems turn the no-break space of `à` into a plain one.
            repaired = _MISREAD.sub(_reread, text.replace("Ã ", "à "))
        if repaired == text:
            break
        text = repaired
    return text


def is_damaged(text: str) -> bool:
    """Whether a text holds what stands for a lost character, or accents that `mended` could not give back for sure."""
    return "\ufffd" in text or _is_misread(text)


def _is_misread(text: str) -> bool:
    # What every such pair begins with is rare, and found many times faster.
    starts = "\u00c3" in text or "\u00c2" in text or "\u00e2\u20ac" in text
    return starts and _MISREAD_SURELY.search(text) is not None


def _reread(pair: re.Match[str]) -> str:
    try:
        return bytes(_BYTES.get(character) or ord(character) for character in pair[0]).decode("utf-8")
    except UnicodeDecodeError:
        return pair[0]
