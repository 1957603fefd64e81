"""WARC files as others write them, byte by byte."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from newscrawl.warc.records import Archive, Loss
from newscrawl.warc.streams import Damaged

MOMENT = "2024-05-03T08:30:00Z"
CRAWLER = {"X-Crawler-Content-Encoding": "gzip", "X-Crawler-Content-Length": "20041", "Vary": "Accept-Encoding"}
"""What Common Crawl makes of headers that no longer hold of the body."""


def record(kind: str, url: str | None, block: bytes, headers: Mapping[str, str] | None = None) -> bytes:
    """A record of WARC 1.0; a header given replaces what would be written, an empty one leaves it out."""
    stated = {
        "WARC-Type": kind,
        "WARC-Date": MOMENT,
        "WARC-Record-ID": "<urn:uuid:1967f756-a6d9-45bb-825d-47f486f6d876>",
        "Content-Length": str(len(block)),
        "Content-Type": f"application/http; msgtype={kind}",
        "WARC-Target-URI": url or "",
        **(headers or {}),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in stated.items() if value)
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def answer(body: bytes, headers: Mapping[str, str] | None = None, status: str = "200 OK") -> bytes:
    """An HTTP answer as the block of a record."""
    stated = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in stated.items() if value)
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def response(url: str, body: bytes | str, headers: Mapping[str, str] | None = None, **warc: str) -> bytes:
    """The record of a page; `warc` are headers of the record, with `_` for `-`."""
    data = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in warc.items()}
    return record("response", url, answer(data, headers), named)


def info() -> bytes:
    return record("warcinfo", None, b"software: test\r\n", {"Content-Type": "application/warc-fields"})


def request(url: str) -> bytes:
    return record("request", url, b"GET / HTTP/1.1\r\nUser-Agent: CCBot/2.0\r\nHost: exemple.fr\r\n\r\n")


def wet(url: str, text: str, language: str | None = "fra") -> bytes:
    headers = {"Content-Type": "text/plain", "WARC-Identified-Content-Language": language or ""}
    return record("conversion", url, text.encode(), headers)


def members(records: Iterable[bytes], level: int = 6) -> bytes:
    """The records, each a gzip member, as WARC files are packed."""
    return b"".join(gzip.compress(each, level, mtime=0) for each in records)


def read(data: bytes, most: int = 1 << 24) -> list[Any]:
    """Kind, address and block of each record that is whole, and the losses between them, as `Archive` gives them."""
    found: list[Any] = []
    for each in Archive(io.BytesIO(data)).records():
        if isinstance(each, Loss):
            found.append(each)
            continue
        with suppress(Damaged):
            found.append((each.kind, each.url, each.rest(most)))
    return found


def article(number: int, *, text: str = "", head: str = "") -> str:
    """A page of a newspaper, each with words of its own."""
    return f"""<!DOCTYPE html><html lang="fr"><head><title>Titre {number} de la une</title>{head}
<meta property="og:type" content="article"><meta property="article:published_time" content="2024-05-03T06:15:00+02:00">
</head><body><article><h1>Titre {number} de la une</h1>
<p>Le conseil municipal numéro {number} a voté lundi soir la rénovation de la piscine, fermée depuis plus de trois ans,
et les habitants pourront donner leur avis jusqu’à la fin du mois, a précisé la mairie dans un communiqué. {text}</p>
<p>Les travaux, confiés à une entreprise de la région {number}, doivent commencer au printemps et durer quatorze mois,
selon les services de la ville, qui ont prévu une enveloppe de {number} millions d’euros pour ce chantier.</p>
</article></body></html>"""


ENGLISH = """<!DOCTYPE html><html lang="fr"><head><title>The town pool</title>
<meta property="article:published_time" content="2024-05-03T06:15:00+02:00"></head><body><article>
<h1>The town pool</h1>
<p>The town council voted on Monday evening to renovate the swimming pool, which has been closed for more than three
years, and residents will be able to give their opinion until the end of the month, the mayor said in a statement.</p>
<p>The works were given to a company of the region and are to begin in spring and to last fourteen months, according to
the services of the town, which have set aside a budget of three millions for this building site.</p>
</article></body></html>"""
