"""Answers that are no page, on real sockets: each fails alone, counted and logged."""

from __future__ import annotations

import gzip
from collections.abc import Callable

from tests.local_site import Answer, LocalSite, Probed

Probe = Callable[..., Probed]
Serve = Callable[..., LocalSite]

HTML = {"Content-Type": "text/html"}
TEXTS = {
    "/html": Answer(),
    "/feed": Answer(b"<rss/>", headers={"Content-Type": "application/rss+xml"}),
    "/json": Answer(b"[]", headers={"Content-Type": "application/json"}),
    "/bare": Answer(b"<html><p>Une page.", headers={}),
    "/empty": Answer(b"", headers={"Content-Type": "application/pdf"}),
    "/packed": Answer(gzip.compress(b"<p>x</p>" * 10), headers={**HTML, "Content-Encoding": "gzip"}),
}
NOT_TEXT = {
    "/pdf": Answer(b"%PDF-1.7\x00\x01", headers={"Content-Type": "application/pdf"}),
    "/image": Answer(b"\x89PNG\r\n\x1a\n\x00", headers={"Content-Type": "image/png"}),
    "/unnamed": Answer(b"\x00\x01\x02\x03\x04" * 10, headers={}),
}
TOO_LARGE = {
    "/large": Answer(b"x" * 300_000),
    "/bomb": Answer(gzip.compress(b"\0" * 5_000_000), headers={**HTML, "Content-Encoding": "gzip"}),
}
OUTSIDE = {
    "/to-file": Answer.redirect("file:///etc/hostname"),
    "/to-ftp": Answer.redirect("ftp://127.0.0.1/", 301),
    "/to-data": Answer.redirect("data:text/html,page", 307),
    "/to-script": Answer.redirect("javascript:alert(1)"),
    "/to-port": Answer.redirect("http://127.0.0.1:99999/"),
    "/to-bracket": Answer.redirect("http://[::1/"),
}
LOOPS = {"/loop": Answer.redirect("/loop")}


def test_each_answer_that_is_no_page_fails_alone(probe: Probe, serve: Serve) -> None:
    site = serve()
    site.pages |= TEXTS | NOT_TEXT | TOO_LARGE | OUTSIDE | LOOPS
    refused = {**NOT_TEXT, **TOO_LARGE, **OUTSIDE, **LOOPS}
    settings = {"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1", "DOWNLOAD_MAXSIZE": 200_000}
    probed = probe(*map(site.url, site.pages), settings=settings)
    assert sorted(probed.answers) == sorted(map(site.url, TEXTS))
    assert {url: failure[0] for url, failure in probed.failures.items()} == {
        site.url(path): "ResponseRefused" for path in refused
    }
    codes = {"not_text": NOT_TEXT, "too_large": TOO_LARGE, "redirect_outside": OUTSIDE, "redirect_loop": LOOPS}
    assert probed.codes == {site.url(path): code for code, paths in codes.items() for path in paths}
    assert probed.stat("newscrawl/answers/not_text") == len(NOT_TEXT)
    assert probed.stat("newscrawl/answers/too_large") == len(TOO_LARGE)
    assert probed.stat("newscrawl/answers/redirect_outside") == len(OUTSIDE)
    assert probed.stat("newscrawl/answers/redirect_loop") == len(LOOPS)
    assert probed.stat("retry/count") == 0
    assert all(f"Refused the answer of {site.url(path)}:" in probed.log for path in refused)
    assert "Traceback" not in probed.log


def test_a_body_that_never_ends_is_cut_off(probe: Probe, serve: Serve) -> None:
    """Without a length in the header the cap counts what comes."""
    site = serve()
    site.pages["/slow"] = Answer(hang=30)
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    site.pages["/endless"] = Answer(chunk * 50, headers={**HTML, "Transfer-Encoding": "chunked"})
    settings = {"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1", "DOWNLOAD_MAXSIZE": 200_000, "DOWNLOAD_TIMEOUT": 0.5}
    probed = probe(site.url("/slow"), site.url("/endless"), settings=settings | {"RETRY_TIMES": 0})
    assert probed.failures[site.url("/slow")][0] == "DownloadTimeoutError"
    assert probed.failures[site.url("/endless")] == ["ResponseRefused", "larger than 200000 bytes"]


def test_a_request_for_another_kind_of_file_says_so(probe: Probe, serve: Serve) -> None:
    site = serve()
    site.pages["/image"] = NOT_TEXT["/image"]
    allowed = {"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1"}
    probed = probe(site.url("/image"), settings=allowed, meta={"newscrawl_purpose": "file"})
    assert list(probed.answers) == [site.url("/image")]


def test_pages_that_only_lead_on_are_redirects(probe: Probe, serve: Serve) -> None:
    site, other = serve(), serve("127.0.0.2")

    def sending(target: str, status: int = 200) -> Answer:
        return Answer(f'<meta http-equiv="refresh" content="0; url={target}">'.encode(), status, HTML)

    followed = {
        "/meta": sending("/there"),
        "/packed": Answer(gzip.compress(sending("/there").body), headers={**HTML, "Content-Encoding": "gzip"}),
        "/header": Answer(b"", headers={**HTML, "Refresh": "0; url=/there"}),
        "/chain": sending("/meta"),
    }
    refused = {
        "/loop": sending("/back"),
        "/forbidden": sending("/private/page"),
        "/offsite": sending(other.url("/there")),
        "/inside": sending("http://10.0.0.1/"),
        **{f"/far{number}": sending(f"/far{number + 1}") for number in range(7)},
    }
    codes = {"/loop": "redirect_loop", "/forbidden": "robots", "/offsite": "redirect_offsite", "/far0": "redirect_loop"}
    read = {"/gone": sending("/there", 404), "/live": sending("/live"), "/there": Answer(b"<p>Une page.", headers=HTML)}
    site.pages |= (
        followed
        | refused
        | read
        | {
            "/back": sending("/loop"),
            "/robots.txt": Answer(b"User-agent: *\nDisallow: /private/", headers={"Content-Type": "text/plain"}),
        }
    )
    wanted = [*followed, *read, *codes, "/inside"]
    settings = {"NEWSCRAWL_ALLOWED_PRIVATE_HOSTS": "127.0.0.1,127.0.0.2", "ROBOTSTXT_OBEY": True}
    probed = probe(*map(site.url, wanted), settings=settings, meta={"newscrawl_purpose": "article"})
    assert {url: probed.answers[url]["url"] for url in map(site.url, followed)} == {
        site.url(path): site.url("/there") for path in followed
    }
    assert {path: probed.codes.get(site.url(path)) for path in codes} == codes
    assert site.url("/inside") in probed.failures
    assert probed.answers[site.url("/live")]["url"] == site.url("/live")
    assert other.paths() == []
    assert "/private/page" not in site.paths()
