"""What a crawl leaves in the archive, by the word of readers that nobody here wrote."""

from __future__ import annotations

import gzip
import json
import signal
import textwrap
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newscrawl import demo
from tests.local_site import Answer, LocalSite
from tests.warc.kept import Kept

ARCHIVE = ("-s", "NEWSCRAWL_ARCHIVE_ENABLED=1")
HTML = {"Content-Type": "text/html; charset=utf-8"}
WORDS = "Le comité a publié une note de trente pages sur les travaux du port et leur calendrier, commune par commune. "


@pytest.fixture(scope="module")
def demo_data(crawl, tmp_path_factory) -> Path:
    data: Path = tmp_path_factory.mktemp("demo") / "data"
    done = crawl("demo", data, *ARCHIVE, "--summary")
    assert done.returncode == 0, done.stderr
    assert f"Archive: {data / 'archive' / 'demo'}" in done.stdout
    return data


@pytest.mark.xdist_group("demo")
def test_each_line_of_the_demo_names_its_page(demo_data: Path, feed_lines) -> None:
    kept = Kept(demo_data / "archive" / "demo")
    kept.check()
    lines = feed_lines(demo_data)
    assert len(lines) == len(demo.truth())
    for line in lines:
        place = line["archive"]["file"], line["archive"]["offset"]
        assert kept.places[place] == line["fetched_url"].replace(_origin(line["fetched_url"]), "https://demo.invalid")
    assert len({line["archive"]["offset"] for line in lines}) == len(lines)


@pytest.mark.xdist_group("demo")
def test_what_the_demo_keeps_besides(demo_data: Path) -> None:
    kept = Kept(demo_data / "archive" / "demo")
    statuses = Counter(status for _, status, _, _ in kept.answers)
    assert statuses[404] >= 2  # a page, and tdmrep.json
    purposes = Counter(notes.purpose for notes in kept.notes)
    assert set(purposes) == {"article", "source", "site_file"}
    assert len(kept.notes) == len(kept.answers)
    assert {notes.finding for notes in kept.notes} == {None, "dropped/consent_wall", "dropped/no_body"}
    assert all(urlsplit(url).netloc == "demo.invalid" for url, *_ in kept.answers)
    linked = [notes for notes in kept.notes if notes.id is not None]
    assert all(notes.link and notes.link.headline and notes.reference and notes.run for notes in linked)
    assert {(notes.site, notes.timezone, notes.country) for notes in linked} == {("demo", "Europe/Brussels", "BE")}


def test_without_the_setting_nothing_is_kept(crawl, feed_lines, tmp_path: Path) -> None:
    assert crawl("demo", tmp_path, "-a", "max_articles=3").returncode == 0
    assert not (tmp_path / "archive").exists()
    assert [line["archive"] for line in feed_lines(tmp_path)] == [None] * 3


def test_a_snapshot_names_its_pages_too(crawl, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    done = crawl("demo", tmp_path / "data", *ARCHIVE, "-a", "max_articles=3", "-O", str(output))
    assert done.returncode == 0, done.stderr
    kept = Kept(tmp_path / "data" / "archive" / "demo")
    lines = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 3
    assert all((line["archive"]["file"], line["archive"]["offset"]) in kept.places for line in lines)


KILLER = """
    import os, signal
    from newscrawl.store.files import DiskFiles

    left = int(os.environ["KILL_AT"])
    write = DiskFiles.write

    def torn(self, descriptor, data):
        global left
        if b"WARC/1.1" in bytes(data) or bytes(data[:3]) == b"\\x1f\\x8b\\x08":
            left -= 1
            if not left:
                write(self, descriptor, data[: len(data) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
        return write(self, descriptor, data)

    DiskFiles.write = torn

    class Killer:
        pass
"""


@pytest.mark.parametrize("at", [1, 9, 40])
def test_killed_in_the_middle_of_a_record(at: int, crawl, feed_lines, tmp_path: Path) -> None:
    (tmp_path / "killer.py").write_text(textwrap.dedent(KILLER))
    data = tmp_path / "data"
    variables = {"PYTHONPATH": str(tmp_path), "KILL_AT": str(at)}
    killed = crawl("demo", data, *ARCHIVE, "-s", 'EXTENSIONS={"killer.Killer": 1}', **variables)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    before = {line["id"]: line["archive"] for line in feed_lines(data)}
    finished = crawl("demo", data, *ARCHIVE)
    assert finished.returncode == 0, finished.stderr
    assert "torn record" in finished.stderr or at == 1
    kept = Kept(data / "archive" / "demo")
    kept.check()
    lines = feed_lines(data)
    assert len(lines) == len(demo.truth())
    assert before.items() <= {line["id"]: line["archive"] for line in lines}.items()
    assert all((line["archive"]["file"], line["archive"]["offset"]) in kept.places for line in lines)


FILLER = """
    import errno, os
    from newscrawl.store.files import DiskFiles

    room = 100_000
    write = DiskFiles.write

    def until_full(self, descriptor, data):
        global room
        if bytes(data[:3]) == b"\\x1f\\x8b\\x08":
            room -= len(data)
            if room < 0:
                write(self, descriptor, data[: len(data) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(self, descriptor, data)

    DiskFiles.write = until_full

    class Filler:
        pass
"""


def test_a_full_disk_ends_the_run_and_loses_nothing(crawl, feed_lines, tmp_path: Path) -> None:
    (tmp_path / "filler.py").write_text(textwrap.dedent(FILLER))
    settings = ("-s", 'EXTENSIONS={"filler.Filler": 1}')
    done = crawl("demo", tmp_path, *ARCHIVE, *settings, PYTHONPATH=str(tmp_path))
    assert done.returncode == 5, done.stderr
    assert done.stderr.count("archive not writable: No space left on device") == 1
    assert "Traceback" not in done.stderr
    lines = feed_lines(tmp_path)
    assert 0 < len(lines) < len(demo.truth())
    kept = Kept(tmp_path / "archive" / "demo")
    kept.check()
    assert all((line["archive"]["file"], line["archive"]["offset"]) in kept.places for line in lines)
    assert crawl("demo", tmp_path, *ARCHIVE).returncode == 0
    assert len(feed_lines(tmp_path)) == len(demo.truth())


def test_a_folder_that_cannot_be_used_ends_the_run_before_its_first_request(crawl, tmp_path: Path) -> None:
    (tmp_path / "archive").touch()
    done = crawl("demo", tmp_path, *ARCHIVE)
    assert done.returncode == 5
    assert "archive not writable" in done.stderr.splitlines()[0]
    assert "Traceback" not in done.stderr
    (report,) = tmp_path.glob("runs/demo/*.json")
    assert "downloader/request_count" not in json.loads(report.read_text())["stats"]


def article(headline: str, head: str = "", tail: str = "", paragraphs: int = 6) -> bytes:
    text = "".join(f"<p>{number}. {headline}. {WORDS}</p>" for number in range(paragraphs))
    return (
        f"<html><head><title>{headline}</title>{head}</head><body><article><h1>{headline}</h1>"
        f'<time datetime="2026-11-20T10:00:00+01:00">20 novembre</time>{text}{tail}</article></body></html>'
    ).encode()


RESERVED = '<meta name="tdm-reservation" content="1">'
TITLE = "Le grand dossier du port"
ARTICLES = {
    "/monde/plain-seisme-au-large": Answer(
        article("Un séisme au large des côtes"), headers=HTML | {"Set-Cookie": "s=4711"}
    ),
    "/monde/packed-greve-des-trains": Answer(
        gzip.compress(article("La grève des trains reconduite")),
        headers=HTML | {"Content-Encoding": "gzip", "ETag": 'W/"une"'},
    ),
    "/monde/moved-budget-vote": Answer.redirect("/monde/target-budget-vote-de-nuit", 301),
    "/monde/gone-article-retire": Answer(b"<h1>Introuvable</h1>", 404, HTML),
    "/monde/parts-grand-dossier": Answer(article(TITLE, tail='<a href="/monde/parts-grand-dossier/2/">2</a>')),
    "/monde/meta-reserve-par-la-page": Answer(article("Réservé par la page", RESERVED)),
    "/monde/header-reserve-par-entete": Answer(
        article("Réservé par l’en-tête"), headers=HTML | {"TDM-Reservation": "1"}
    ),
    "/reserve/site-reserve-par-le-site": Answer(article("Réservé par le site")),
    "/reserve/site-page-vide": Answer(article("Vide", paragraphs=0)),
    "/monde/noarchive-sans-copie": Answer(article("Sans copie"), headers=HTML | {"X-Robots-Tag": "noarchive"}),
    "/monde/empty-page-sans-texte": Answer(article("Vide", paragraphs=0)),
    "/monde/closed-page-sans-texte": Answer(article("Vide", '<meta name="robots" content="noarchive">', paragraphs=0)),
}  # fmt: skip
OTHERS = {
    "/monde/target-budget-vote-de-nuit": Answer(article("Le budget voté de nuit")),
    "/monde/parts-grand-dossier/2/": Answer(article(TITLE, paragraphs=9)),
    "/.well-known/tdmrep.json": Answer(
        json.dumps([{"location": "/reserve/", "tdm-reservation": 1}]).encode(),
        headers={"Content-Type": "application/json"},
    ),
}


@pytest.fixture
def site(serve: Callable[..., LocalSite]) -> LocalSite:
    site = serve()
    items = "".join(
        f'<article><h2><a href="{path}">{path.rpartition("/")[2].replace("-", " ").capitalize()} ce mardi</a></h2>'
        f"<time datetime='2026-11-20T10:00:00+01:00'>20 novembre</time></article>"
        for path in ARTICLES
    )
    site.pages = {"/fil/": Answer(f"<html><body><main>{items}</main></body></html>".encode()), **ARTICLES, **OTHERS}
    return site


@pytest.fixture
def run(crawl, site: LocalSite, tmp_path: Path) -> Callable[..., Path]:
    """Crawls the site; the data folder."""

    def run(*options: str) -> Path:
        allowed = ("-s", "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS=127.0.0.1", "-s", "DOWNLOAD_DELAY=0", "-s", "RETRY_TIMES=0")
        done = crawl("section", tmp_path, "-a", f"url={site.url('/fil/')}", *allowed, *ARCHIVE, *options)
        assert done.returncode == 0, done.stderr
        return tmp_path

    return run


def kept_of(data: Path) -> Kept:
    (folder,) = (data / "archive").iterdir()
    kept = Kept(folder)
    kept.check()
    return kept


def test_what_is_seen_is_kept_but_for_what_is_reserved(run, feed_lines) -> None:
    data = run()
    kept = kept_of(data)
    statuses = kept.statuses()
    assert statuses.pop("/robots.txt") == [404]
    assert statuses.pop("/.well-known/tdmrep.json") == [200]
    assert statuses.pop("/fil/") == [200]
    assert statuses == {
        "/monde/plain-seisme-au-large": [200],
        "/monde/packed-greve-des-trains": [200],
        "/monde/moved-budget-vote": [301],
        "/monde/target-budget-vote-de-nuit": [200],
        "/monde/gone-article-retire": [404],
        "/monde/parts-grand-dossier": [200],
        "/monde/parts-grand-dossier/2/": [200],
        "/monde/empty-page-sans-texte": [200],
    }
    assert "4711" not in kept.heads
    lines = {urlsplit(line["fetched_url"]).path: line for line in feed_lines(data)}
    reserved = {path for path, line in lines.items() if line["archive"] is None}
    assert reserved == {path for path in ARTICLES if "reserve" in path and "vide" not in path} | {
        "/monde/noarchive-sans-copie"
    }
    for path in lines.keys() - reserved:
        place = lines[path]["archive"]
        assert urlsplit(kept.places[place["file"], place["offset"]]).path == path
    stats = json.loads(next(data.glob("runs/*/*.json")).read_text())["stats"]
    assert stats["newscrawl/archive/reserved"] == 4
    assert stats["newscrawl/archive/noarchive"] == 2
    assert stats["newscrawl/archive/written"] == len(kept.answers)
    assert stats["newscrawl/archive/bytes"] == sum(path.stat().st_size for path in kept.paths)


def test_a_reserved_source_is_read_and_not_kept(run, site: LocalSite, feed_lines) -> None:
    rules = [{"location": "/fil/", "tdm-reservation": 1}]
    site.pages["/.well-known/tdmrep.json"] = Answer(json.dumps(rules).encode())
    data = run()
    statuses = kept_of(data).statuses()
    assert "/fil/" not in statuses
    assert statuses["/monde/plain-seisme-au-large"] == [200]
    assert site.paths().count("/.well-known/tdmrep.json") == 1
    assert len(feed_lines(data)) > 5


def test_files_older_than_wanted_go_at_the_start(run, site: LocalSite) -> None:
    name = f"127.0.0.1_{site.port}"
    data = run("-a", "max_articles=1")
    old = data / "archive" / name / f"{name}-2020-01-31-0001.warc.gz"
    old.write_bytes(b"")
    run("-a", "max_articles=1", "-s", "NEWSCRAWL_ARCHIVE_KEEP_DAYS=400")
    assert not old.exists()
    assert len(kept_of(data).paths) == 1


def test_the_parts_of_an_article_come_before_it(run) -> None:
    kept = kept_of(run())
    (first,) = (notes for notes in kept.notes if notes.parts)
    assert [urlsplit(kept.places[part.file, part.offset]).path for part in first.parts] == [
        "/monde/parts-grand-dossier/2/"
    ]
    assert not first.parts_missing
    assert [notes.purpose for notes in kept.notes].count("part") == 1


def test_nothing_is_withheld_where_reservations_are_only_recorded(run, feed_lines) -> None:
    data = run("-s", "NEWSCRAWL_TDM_POLICY=record")
    kept = kept_of(data)
    assert {path.removesuffix("/2/") for path in kept.statuses()} >= set(ARTICLES)
    assert all(line["archive"] for line in feed_lines(data))


def test_what_has_not_changed_is_not_kept_twice(run, site: LocalSite) -> None:
    soon = ("-s", "NEWSCRAWL_REVISIT_FIRST=0", "-s", "NEWSCRAWL_RETRY_FIRST=0")
    run(*soon)
    site.pages["/monde/packed-greve-des-trains"] = Answer(b"", 304, {})
    site.pages["/monde/plain-seisme-au-large"] = Answer(article("Un séisme au large des côtes", paragraphs=7))
    data = run(*soon)
    kept = kept_of(data)
    again = {urlsplit(url).path: (status, kind, size) for url, status, kind, size in kept.answers[-30:]}
    assert again["/monde/packed-greve-des-trains"] == (304, "revisit", 0)
    assert again["/monde/target-budget-vote-de-nuit"] == (200, "revisit", 0)
    assert again["/monde/plain-seisme-au-large"][:2] == (200, "response")
    assert again["/monde/gone-article-retire"][:2] == (404, "response")


def test_full_files_are_left_for_the_next(run, feed_lines) -> None:
    data = run("-s", "NEWSCRAWL_ARCHIVE_SIZE=4000")
    kept = kept_of(data)
    assert len(kept.paths) > 2
    assert [path.name[-12:-8] for path in kept.paths] == [f"{number:04}" for number in range(1, len(kept.paths) + 1)]
    assert all((a["file"], a["offset"]) in kept.places for line in feed_lines(data) if (a := line["archive"]))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@pytest.mark.wordpress
@pytest.mark.xdist_group("wordpress")
def test_the_archive_of_a_real_wordpress(wordpress: Path, crawl, feed_lines, tmp_path: Path) -> None:
    url = json.loads((wordpress / "site.json").read_text())["url"]
    options = ("-a", f"url={url}/category/dernieres-minutes/", "-a", "pages=3", "-s", "DOWNLOAD_DELAY=0")
    allowed = ("-s", "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS=127.0.0.1")
    for _ in range(2):
        done = crawl("section", tmp_path, *options, *allowed, *ARCHIVE)
        assert done.returncode == 0, done.stderr
    kept = kept_of(tmp_path)
    lines = feed_lines(tmp_path)
    assert len(lines) >= 20
    for line in lines:
        assert kept.places[line["archive"]["file"], line["archive"]["offset"]] == line["fetched_url"]
    assert Counter(notes.purpose for notes in kept.notes)["article"] >= len(lines)
    assert {status for _, status, kind, _ in kept.answers if kind == "revisit"} <= {200, 304}
    assert any(kind == "revisit" for *_, kind, _ in kept.answers)
