"""The text of a document from its bytes: what byte-order mark, bytes, HTTP header and `meta` say, in this order."""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

from newscrawl.text import mended

_WESTERN = (None, "utf-8", "cp1252")
_OUTWEIGHING = 4
"""Characters of valid UTF-8 to a stray byte from which a document is UTF-8 although it declares another alphabet."""
_TORN = frozenset((b"\xc2", b"\xc3", b"\xe2\x80"))
"""With what the characters of French beyond ASCII begin in UTF-8."""
_BY_RUNS = "newscrawl.windows-1252"
_BETWEEN_TAGS = re.compile(r"[^<>]+")


def decode(document: str | bytes, content_type: str | None = None) -> str:
    """The text of a document; `content_type` is its HTTP header.

    Bytes that are UTF-8 throughout are read as that, whatever is declared, and so are those that mostly are: pieces in
    Windows-1252 among them are read as such, and a torn character is lost alone.  Latin-1 is read as Windows-1252, as
    browsers do.
    """
    if isinstance(document, str):
        return document
    encoding, mark = read_bom(document)
    if encoding is not None and mark is not None:
        return document[len(mark) :].decode(encoding, "replace")
    try:
        return document.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(document)
    if _is_mostly_utf8(document, 1 if declared in _WESTERN else _OUTWEIGHING):
        return document.decode("utf-8", _BY_RUNS)
    try:
        return document.decode((declared and declared != "utf-8" and resolve_encoding(declared)) or "cp1252", "replace")
    except LookupError:
        return document.decode("cp1252", "replace")


def mended_between_tags(html: bytes) -> bytes:
    """A page in UTF-8 with its accents back, in each text and tag that was encoded twice (`newscrawl.text.mended`)."""
    # `Ã`, with which nearly all French accents begin then; its second byte alone is rare, and sought much faster.
    if b"\x83" not in html or b"\xc3\x83" not in html:
        return html
    return _BETWEEN_TAGS.sub(lambda piece: mended(piece[0]), html.decode("utf-8")).encode("utf-8")


def _is_mostly_utf8(document: bytes, outweighing: int) -> bool:
    text = document.decode("utf-8", "replace")
    strays = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - strays > outweighing * strays


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    """What stands for bytes that are no UTF-8 in a document that else is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return "\ufffd" if stray in _TORN else stray.decode("cp1252", "replace"), error.end


codecs.register_error(_BY_RUNS, _read_stray)
