"""The text of a document from its bytes: what byte-order mark, bytes, HTTP header and `meta` say, in this order.

Documents come in two encodings at once, in one encoded twice, and torn: what can be told for certain is mended piece by
piece, so that no piece costs the others anything.
"""

from __future__ import annotations

import codecs
import html
import re
from urllib.parse import quote

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from newscrawl.text import MISREAD_CONTROLS, mended

_WESTERN = frozenset((None, "utf-8", "cp1252", "iso8859-15", "ascii"))
_WIDE = re.compile(r"utf-?(?:7|16|32)")
"""Encodings that no document is in of which a declaration can be read as ASCII, unless it is full of zeros."""
_OUTWEIGHING = 4
"""Characters of valid UTF-8 to a stray byte from which a document is UTF-8 although it declares another alphabet."""
_TORN = frozenset((b"\xc2", b"\xc3", b"\xe2\x80"))
"""With what the characters of French beyond ASCII begin in UTF-8."""
_BY_RUNS = "newscrawl.windows-1252"
_CONTROL = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
"""Control characters that no text holds, but for the line break U+0085: beside others it was an ellipsis."""
_CONTROLS = re.compile("[\x80-\x9f]")
_UTF8_PIECE = re.compile(
    rb"((?:(?<![A-Z])\xc3[\x80-\xbf]|\xc2[\xa0\xab\xb0\xbb]|\xc5[\x92\x93\xb8]|\xe2\x80[\x90-\xbf]|\xe2\x82\xac)+)"
)
"""Characters of French in UTF-8 that mean nothing in Windows-1252."""
_MISREAD_STARTS = ((b"\x83", b"\xc3\x83"), (b"\xac", b"\xa2\xe2\x82\xac"))
"""How `Ã` and `â€` begin, and with them French accents, quotation marks and dashes where UTF-8 was read as something
else; each with a byte of it that is rare, and sought much faster."""
_NAMED_START = re.compile(rb"&Atilde;")
_BETWEEN_TAGS = re.compile(r"[^<>]+")
_NAMED = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,5}|#[xX][\da-fA-F]{2,4});")
_ADDRESS = re.compile(r"\bhref\s*+=\s*+(?:\"[^\"<>]{1,4000}\"|'[^'<>]{1,4000}'|[^\s\"'<>]{1,4000})", re.IGNORECASE)


def decode(document: str | bytes, content_type: str | None = None) -> str:
    """The text of a document; `content_type` is its HTTP header.

    Bytes that are UTF-8 throughout are read as that, whatever is declared, and so are those that mostly are: pieces in
    Windows-1252 among them are read as such, and a torn character is lost alone.  Latin-1 is read as Windows-1252, as
    browsers do, and pieces of French in UTF-8 among it as such.  Addresses in a document that is not UTF-8 get their
    queries as browsers send them: in its own encoding.
    """
    if isinstance(document, str):
        return document
    text, encoding = _decoded(document, content_type)
    if _CONTROL.search(document):
        text = _CONTROLS.sub(lambda control: MISREAD_CONTROLS.get(ord(control[0]), control[0]), text)
    return text if encoding == "utf-8" else _ADDRESS.sub(lambda address: _sent(address[0], encoding), text)


def is_plain_utf8(document: bytes) -> bool:
    """Whether `decode` would give back what bytes are, as those of nearly all pages."""
    if read_bom(document)[0] is not None or _CONTROL.search(document):
        return False
    if document.isascii():
        return _declared(document, None) in _UTF8
    try:
        return bool(document.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def mended_between_tags(page: bytes) -> bytes:
    """A page in UTF-8 with its accents back, in each text and tag that was encoded twice (`newscrawl.text.mended`)."""
    is_named = _NAMED_START.search(page) is not None
    if not is_named and not any(byte in page and start in page for byte, start in _MISREAD_STARTS):
        return page
    mend = _mended_names if is_named else mended
    return _BETWEEN_TAGS.sub(lambda piece: mend(piece[0]), page.decode("utf-8")).encode("utf-8")


def _mended_names(piece: str) -> str:
    """A piece of a page that writes what was encoded twice by names (`&Atilde;&copy;`), where mending changes it."""
    spelt = _NAMED.sub(_beyond_ascii, piece)
    found = mended(spelt)
    return found if found != spelt else piece


def _beyond_ascii(reference: re.Match[str]) -> str:
    text = html.unescape(reference[0])
    return reference[0] if text.isascii() else text


_UTF8 = frozenset((None, "utf-8", "ascii"))


def _decoded(document: bytes, content_type: str | None) -> tuple[str, str]:
    """The text, and the encoding that its addresses are sent in."""
    marked, mark = read_bom(document)
    document = document[len(mark or b"") :]
    if marked not in _UTF8:
        return document.decode(str(marked), "replace"), "utf-8"
    try:
        text = document.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        declared = _declared(document, content_type) if document.isascii() else None
        return text, "utf-8" if declared in _UTF8 else str(declared)
    declared = marked or _declared(document, content_type)
    if _is_mostly_utf8(document, 1 if declared in _WESTERN else _OUTWEIGHING):
        return document.decode("utf-8", _BY_RUNS), "utf-8"
    if declared in _UTF8 or declared == "cp1252":
        return "".join(_pieces(document)), "cp1252"
    return document.decode(str(declared), "replace"), str(declared)


def _declared(document: bytes, content_type: str | None) -> str | None:
    """The encoding that header or document state, by Python's name; null where none is known that can be meant."""
    stated = http_content_type_encoding(content_type) or html_body_declared_encoding(document)
    name = stated and resolve_encoding(stated)
    if name and _WIDE.match(name) and document.count(b"\0") * 4 < len(document):
        return None
    return name


def _is_mostly_utf8(document: bytes, outweighing: int) -> bool:
    text = document.decode("utf-8", "replace")
    strays = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - strays > outweighing * strays


def _pieces(document: bytes) -> list[str]:
    """A document in Windows-1252, what is UTF-8 in it read as that."""
    pieces = _UTF8_PIECE.split(document)
    return [piece.decode("utf-8" if number % 2 else "cp1252", "replace") for number, piece in enumerate(pieces)]


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    """What stands for bytes that are no UTF-8 in a document that else is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return "\ufffd" if stray in _TORN else stray.decode("cp1252", "replace"), error.end


codecs.register_error(_BY_RUNS, _read_stray)


def _sent(attribute: str, encoding: str) -> str:
    """An address in its attribute, what is not ASCII in its query escaped as browsers do for a page in an encoding."""
    start, mark, query = attribute.partition("?")
    query, hash_, fragment = query.partition("#") if "&#" not in query else (query, "", "")
    spelt = _NAMED.sub(_beyond_ascii, query)
    if spelt.isascii():
        return attribute
    escaped = "".join(
        character if character.isascii() else quote(character.encode(encoding, "xmlcharrefreplace"))
        for character in spelt
    )
    return start + mark + escaped + hash_ + fragment
