"""The hostile pages of one site: what each answers, and how each must end."""

from __future__ import annotations

import gzip
import itertools
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import brotli
from scrapy.utils._compression import zstd  # type: ignore[attr-defined] # the one that Scrapy unpacks with

from tests.hostile.server import Answer, HostileServer, chunked, raw, redirect, reset, response, stall

SITE = "www.gazette.example"
_VOTES = itertools.count(1)
BODY = "Les délégués ont adopté mardi le texte à une large majorité, après une nuit de discussions."
PAGE_MAX = 10 * 1024 * 1024


@dataclass(frozen=True)
class Case:
    """One address of the site.  `ends` is `written`, or the stat that counts its loss, without `newscrawl/`."""

    name: str
    answer: Answer
    ends: str = "written"
    fields: dict[str, Any] = field(default_factory=dict)
    """Fields that its line must have."""
    absent: tuple[str, ...] = ()
    """What must not occur in its line."""
    query: str = ""
    seen: str = ""
    """Where it is met in the end, if not at its own address."""
    group: str = ""

    @property
    def path(self) -> str:
        return f"/{self.name}-histoire-longue"


def article(
    name: str = "", headline: str | None = None, *, head: str = "", before: str = "", text: str = BODY, after: str = ""
) -> str:
    """A page that is an article, with room for what does not belong there."""
    title = headline if headline is not None else f"Accord trouvé à Genève {name}"
    vote = f"Le vote portait le numéro {next(_VOTES)} de la session."  # one text at many addresses is a wall
    return (
        f"<!DOCTYPE html><html lang='fr'><head><title>{title}</title>{head}"
        "<meta property='article:published_time' content='2026-11-20T10:00:00+01:00'></head>"
        f"<body>{before}<article><h1>{title}</h1><p>{text}</p><p>{BODY}</p><p>{vote}</p></article>{after}</body></html>"
    )


def page(*args: Any, **parts: Any) -> bytes:
    return response(article(*args, **parts).encode("utf-8", "surrogatepass"))


def packed(data: bytes, encoding: str) -> bytes:
    return response(data, f"Content-Encoding: {encoding}")


def bomb(size: int) -> bytes:
    return article("bombe").encode() + b" " * size


def connections(server: HostileServer) -> Iterator[Case]:
    """Servers that tear, stall and count wrongly."""
    good = article("coupe").encode()
    yield Case("reset-first", reset(), "pages/failed/network")
    yield Case("reset-headers", reset(b"HTTP/1.1 200 OK\r\nContent-"), "pages/failed/network")
    yield Case("reset-body", reset(response(good, length=len(good) * 2)[:-50]), "pages/failed/cut_short")
    yield Case("half-body", response(good, length=len(good) + 500), "pages/failed/cut_short")
    yield Case(
        "length-too-short", response(good, length=len(good) - 20), fields={"headline": "Accord trouvé à Genève coupe"}
    )
    yield Case("length-negative", raw("HTTP/1.1 200 OK\nContent-Length: -5", good), "pages/failed/network")
    yield Case("length-no-number", raw("HTTP/1.1 200 OK\nContent-Length: many", good), "pages/failed/network")
    yield Case(
        "length-twice", raw("HTTP/1.1 200 OK\nContent-Length: 5\nContent-Length: 9", good), "pages/failed/network"
    )
    yield Case(
        "chunk-size-garbage",
        raw("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", b"xyz\r\n" + good),
        "pages/failed/cut_short",
    )
    yield Case("chunks-torn", chunked(good, end=b""), "pages/failed/cut_short")
    yield Case("chunks-whole", chunked(*[good[i : i + 7] for i in range(0, len(good), 7)]))
    yield Case("chunks-endless", chunked(*[b"x" * 65536] * 200), "pages/failed/too_large")
    yield Case("stall-first", stall(server), "pages/failed/timeout")
    yield Case("stall-body", stall(server, response(good, length=len(good) * 2)[:-100]), "pages/failed/timeout")
    yield Case(
        "drip", stall(server, raw("HTTP/1.1 200 OK\nContent-Type: text/html"), drip=b"x"), "pages/failed/timeout"
    )
    yield Case("no-http", b"\x00\x01\x02\xff garbage\r\n\r\n", "pages/failed/network")
    yield Case("nothing", b"", "pages/failed/network")
    yield Case("status-garbage", raw("HTTP/1.1 abc OK", good), "pages/failed/network")
    yield Case("headers-huge", raw("HTTP/1.1 200 OK\nX-Filler: " + "x" * 1_000_000, good), "pages/failed/network")
    yield Case("status-500", response(b"", status="500 Oops"), "pages/failed/http_500")
    yield Case("status-403", response(good, status="403 Forbidden"), "pages/failed/http_403")
    yield Case("status-451", response(good, status="451 No"), "pages/failed/http_451")
    yield Case("status-503", response(good, status="503 Busy"), "pages/failed/http_503")
    yield Case("status-204", response(b"", status="204 No Content"), "dropped/empty")


def bodies() -> Iterator[Case]:
    """Sizes, packings and types."""
    good = article("empaquete").encode()
    yield Case("gzip", packed(gzip.compress(good), "gzip"))
    yield Case("gzip-bomb", packed(gzip.compress(bomb(2 * PAGE_MAX)), "gzip"), "pages/failed/too_large")
    yield Case("deflate-bomb", packed(zlib.compress(bomb(2 * PAGE_MAX)), "deflate"), "pages/failed/too_large")
    yield Case("brotli-bomb", packed(brotli.compress(bomb(2 * PAGE_MAX), quality=1), "br"), "pages/failed/too_large")
    yield Case("zstd-bomb", packed(zstd.compress(bomb(2 * PAGE_MAX)), "zstd"), "pages/failed/too_large")
    yield Case("gzip-twice", packed(gzip.compress(gzip.compress(good)), "gzip, gzip"))
    yield Case("gzip-often", packed(gzip.compress(good), ", ".join(["gzip"] * 500)), "pages/failed/bad_encoding")
    yield Case("gzip-garbage", packed(b"no gzip at all", "gzip"), "pages/failed/bad_encoding")
    yield Case("deflate-garbage", packed(b"\xff" * 50, "deflate"), "pages/failed/bad_encoding")
    yield Case("brotli-garbage", packed(b"\xff" * 50, "br"), "pages/failed/bad_encoding")
    yield Case("zstd-garbage", packed(b"\xff" * 50, "zstd"), "pages/failed/bad_encoding")
    yield Case("large", response(b"x" * (PAGE_MAX + 1)), "pages/failed/too_large")
    yield Case("large-announced", response(good, length=10**15), "pages/failed/too_large")
    yield Case("pdf", response(b"%PDF-1.7\x00\x01", "Content-Type: application/pdf"), "pages/failed/not_text")
    yield Case("empty", response(b""), "dropped/empty")
    yield Case("spaces", response(b" \n\t" * 1000), "dropped/empty")
    yield Case("json", response(b'{"a": [1]}', "Content-Type: application/json"), "dropped/no_body")


def documents() -> Iterator[Case]:
    """Markup that is deep, wide, endless or a trap."""
    deep = 100_000
    yield Case("deep-around", page(before="<div>" * deep), "dropped/no_body")
    yield Case("deep-after", page("profond", after="<b>" * deep), fields={"headline": "Accord trouvé à Genève profond"})
    yield Case("elements", page(after="<p>a</p>" * 600_000), "dropped/too_complex")
    yield Case("slow", page(after="<p>a<b>b</b></p>" * 60_000), "dropped/too_slow")
    yield Case(
        "attributes", page(before="<p " + " ".join(f"a{n}" for n in range(100_000)) + ">"), "dropped/too_complex"
    )
    yield Case(
        "attributes-quoted",
        page(before="<p " + "".join(f"a{n}='>'" for n in range(50_000)) + ">"),
        "dropped/too_complex",
    )
    yield Case("attribute-long", page("attribut", before=f"<p data-x='{'x y ' * 100_000}'>"))
    yield Case("brackets", page(after="<" * 1_000_000), "dropped/too_complex")
    yield Case("comment-open", page("commentaire", after="<!--" + "x" * 100_000))
    yield Case("title-open", response(b"<title>" + b"x" * 3_000_000), "dropped/no_body")
    entities = (
        "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
        + "]>"
    )
    yield Case(
        "entity-bomb", response((entities + article("entités", text=BODY + " &a9;")).encode()), absent=("aaaaaaaaaaa",)
    )
    external = "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    yield Case("entity-file", response((external + article("fichier", text=BODY + " &x;")).encode()), absent=("root:",))
    ld = "<script type='application/ld+json'>{}</script>"
    yield Case("json-deep", page("profondeur", head=ld.format("[" * deep)))
    yield Case(
        "json-number", page("nombre", head=ld.format('{"@type":"NewsArticle","commentCount":' + "9" * 10_000 + "}"))
    )
    yield Case("json-infinite", page("infini", head=ld.format('{"@type":"NewsArticle","commentCount":1e999}')))
    inside = "<meta http-equiv=refresh content='0;url=http://127.0.0.1/'>"
    yield Case("refresh-inside", page("actualisé", head=inside), ends="pages/failed/redirect_offsite")
    yield Case("base-script", page("base", head="<base href='javascript:alert(1)'><link rel=canonical href='x'>"))
    yield Case(
        "canonical-file", page("canonique", head="<link rel=canonical href='file:///etc/passwd'>"), absent=("/etc/",)
    )
    yield Case("canonical-climbs", page("montée", head="<link rel=canonical href='../../../../../../etc/passwd'>"))
    yield Case("date-far", page("date", before="<time datetime='99999999-99-99T99:99:99'>demain</time>"))


def texts() -> Iterator[Case]:
    """Charsets that lie, and characters that reorder, hide or break lines."""
    yield Case("nul", page("nul\x00octet", text=BODY.replace(" ", "\x00 ")), absent=("\\u0000",))
    latin = article("cp1252").encode("cp1252")
    yield Case(
        "charset-missing",
        response(latin, "Content-Type: text/html"),
        fields={"headline": "Accord trouvé à Genève cp1252"},
    )
    yield Case("charset-lies", response(article("menteur").encode(), "Content-Type: text/html; charset=iso-8859-1"),
               fields={"headline": "Accord trouvé à Genève menteur"})  # fmt: skip
    yield Case("charset-unknown", response(article("inconnu").encode(), "Content-Type: text/html; charset=x-nothing"),
               fields={"headline": "Accord trouvé à Genève inconnu"})  # fmt: skip
    yield Case("charset-utf7", response(article("sept").encode(), "Content-Type: text/html; charset=utf-7"))
    yield Case("charset-utf16", response(article("seize").encode("utf-16"), "Content-Type: text/html"),
               fields={"headline": "Accord trouvé à Genève seize"})  # fmt: skip
    mixed = (
        article("mixte")
        .encode()
        .replace(b"</article>", "<p>Le ministre a été reçu à l’Élysée.</p></article>".encode("cp1252"))
    )
    yield Case("charset-mixed", response(mixed), fields={"headline": "Accord trouvé à Genève mixte"})
    stated = json.dumps(
        {"@type": "NewsArticle", "headline": "Titre \ud800 seul", "image": "https://x.example/\udfff.jpg"}
    )
    yield Case(
        "surrogates", page(head=f"<script type='application/ld+json'>{stated}</script>"), absent=("\\ud800", "\\udfff")
    )
    yield Case(
        "line-separators",
        page("a\u2028b\u2029c\x85d"),
        fields={"headline": "Accord trouvé à Genève a b c d"},
        absent=("\u2028", "\u2029"),
    )
    yield Case("bidi", page(headline="Accord \u202eevenèG\u202c à \u2066Genève\u2069"), absent=("\u202e", "\u2066"),
               fields={"headline": "Accord evenèG à Genève"})  # fmt: skip
    yield Case("zero-width", page(headline="Ac\u200bcord\ufeff à Ge\u2060nève"), fields={"headline": "Accord à Genève"})
    yield Case("controls", page(headline="Accord \x1b[31mà\x07 Genève\x9f"), absent=("\x1b", "\\u001b", "\\u0007"))
    yield Case("combining", page(headline="Zalgo " + "e" + "\u0301" * 5_000))


def redirects(server: HostileServer) -> Iterator[Case]:
    """Redirects out of the site, out of the web, and in circles."""
    other = server.url("/ailleurs", "www.autre.example")
    yield Case("to-other", redirect(other), "pages/failed/redirect_offsite")
    yield Case("to-other-in-two", redirect("/puis"), "pages/failed/redirect_offsite", seen="/puis")
    yield Case("to-own", redirect(server.url("/chez-soi", "gazette-plus.example")), seen="/chez-soi")
    yield Case("to-subdomain", redirect(server.url("/sous-domaine", "sport.gazette.example")), seen="/sous-domaine")
    yield Case("to-address", redirect("http://127.0.0.1/"), "pages/failed/redirect_offsite")
    yield Case("to-number", redirect("http://2130706433/"), "pages/failed/redirect_offsite")
    for name in INSIDE:
        target = server.url("/dedans", f"{name}.gazette.example")
        yield Case(f"to-{name}", redirect(target), "pages/failed/address_refused", seen=f"//{name}.gazette.example")
    yield Case("loop", redirect("/loop-histoire-longue"), "pages/failed/redirect_loop")
    yield Case("to-file", redirect("file:///etc/passwd"), "pages/failed/redirect_outside")
    yield Case("to-script", redirect("javascript:alert(1)"), "pages/failed/redirect_outside")
    yield Case("to-port", redirect(f"http://{SITE}:99999/"), "pages/failed/redirect_outside")
    yield Case(
        "to-user", redirect(f"http://moi:geheim@{SITE}:{server.port}/identifie"), absent=("geheim",), seen="/identifie"
    )
    yield Case(
        "to-token",
        redirect(f"http://{SITE}:{server.port}/jeton?access_token=geheim&page=2"),
        absent=("geheim",),
        seen="/jeton",
    )
    yield Case("to-empty", redirect(""), "pages/failed/redirect_loop")
    yield Case("to-many", redirect("/to-many-0"), "pages/failed/redirect_loop", seen="/to-many-4")


def rights() -> Iterator[Case]:
    """Reservations of text and data mining, by each technique and against each other."""
    reserved = {
        "body": None,
        "standfirst": None,
        "dateline": None,
        "foreign_passages": [],
        "problems": ["rights_reserved"],
    }
    one, zero = "<meta name='tdm-reservation' content='1'>", "<meta name='tdm-reservation' content='0'>"

    def noted(value: bool | None, policy: str | None = None, robots: tuple[str, ...] = ()) -> dict[str, Any]:
        return {"rights": {"tdm_reserved": value, "tdm_policy": policy, "robots": list(robots)}}

    yield Case("tdm-meta", page(head=one), fields=reserved | noted(True), absent=("délégués",))
    by_header = response(article("en-tête").encode(), "TDM-Reservation: 1", "TDM-Policy: /tdm.json")
    yield Case(
        "tdm-header", by_header, fields=reserved | {"headline": "Accord trouvé à Genève en-tête"}, absent=("délégués",)
    )
    yield Case("tdm-file", page(), fields=reserved | noted(True, "https://policy.example/p"), absent=("délégués",))
    yield Case("tdm-meta-over-header", response(article(head=zero).encode(), "TDM-Reservation: 1"), fields=noted(False))
    yield Case("tdm-file-header", response(article().encode(), "TDM-Reservation: 0"), fields=noted(False))
    yield Case(
        "tdm-file-absent", response(article().encode(), "TDM-Reservation: 7"), fields=reserved, absent=("délégués",)
    )
    yield Case("tdm-value", page(head="<meta name='tdm-reservation' content='2'>"), fields=noted(None))
    by_name = article(head="<meta name='newscrawl' content='NOARCHIVE'>").encode()
    tags = [f"X-Robots-Tag: {tag}" for tag in ("noai, noimageai", "googlebot: noindex", "newscrawl: noindex")]
    yield Case(
        "robots-tags", response(by_name, *tags), fields=noted(None, None, ("noarchive", "noai", "noimageai", "noindex"))
    )
    yield Case("robots-many", response(article().encode(), *[f"X-Robots-Tag: d{n}" for n in range(90)]))


def secrets() -> Iterator[Case]:
    """Credentials in addresses, and cookies that nobody asked for."""
    yield Case("token", page(), query="?token=geheim123&rubrique=2", absent=("geheim123",))
    yield Case("session", page(), query="?PHPSESSID=geheim123", absent=("geheim123",))
    address = "http://moi:geheim123@www.gazette.example/autre?api_key=geheim123"
    linked = f"<h3>Lire aussi</h3><p><a href='{address}'>Autre sujet du jour</a></p>"
    yield Case("linked", page(text=BODY + linked), absent=("geheim123",))
    yield Case("cookie", response(article().encode(), "Set-Cookie: suivi=geheim123; Path=/"), absent=("geheim123",))
    yield Case("forbidden", response(b"", status="404 geheim123"), "pages/failed/http_404", query="?password=geheim123")


INSIDE = {
    "loopback": ["127.0.0.1"],
    "loopback6": ["::1"],
    "mapped": ["::ffff:127.0.0.1"],
    "nat64": ["64:ff9b::7f00:1"],
    "sixtofour": ["2002:7f00:1::1"],
    "teredo": ["2001:0:7f00:1::1"],
    "metadata": ["169.254.169.254"],
}
"""Names below the site's own domain that resolve inside, by their addresses."""

TDMREP = [
    {"location": "/tdm-file-absent*", "tdm-reservation": 1},
    {"location": "/tdm-file*", "tdm-reservation": 1, "tdm-policy": "https://policy.example/p"},
    {"location": "/tdm-", "tdm-reservation": "x"},
    "no rule",
]


def all_cases(server: HostileServer) -> list[Case]:
    found = {
        "connections": connections(server), "bodies": bodies(), "documents": documents(), "texts": texts(),
        "redirects": redirects(server), "rights": rights(), "secrets": secrets(),
    }  # fmt: skip
    return [replace(case, group=group) for group, cases in found.items() for case in cases]
