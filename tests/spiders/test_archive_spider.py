"""`scrapy crawl archive` from end to end: what archives of others hold comes into the feed once, and nothing else."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from newscrawl.commands.checks import Refused, check_arguments
from newscrawl.spiders.archive import ArchiveSpider
from newscrawl.urls import article_id
from tests import interpreters
from tests.family_sites.site import Served
from tests.warc.warcs import (
    CRAWLER,
    ENGLISH,
    answer,
    article,
    info,
    members,
    record,
    request,
    response,
    wet,
)

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_NETWORK = """
import os, sys
def refuse(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"):
        os.write(2, f"NETWORK {event} {args}\\n".encode())
        os._exit(99)
sys.addaudithook(refuse)
from newscrawl.__main__ import main
sys.exit(main())
"""
"""Runs the command line, and ends at once where anything wants the network."""


def command(data: Path, path: Path | str, *options: str) -> list[str]:
    words = ("crawl", "archive", "-a", f"path={path}", "-s", f"NEWSCRAWL_DATA_DIR={data}", *options)
    return [sys.executable, "-c", WITHOUT_NETWORK, *words]


def replay(data: Path, path: Path | str, *options: str) -> subprocess.CompletedProcess[str]:
    return interpreters.run(command(data, path, *options), timeout=120)


def lines_of(data: Path, feed: str = "archive") -> list[dict[str, Any]]:
    segments = sorted((data / "feeds" / feed).glob("*.jsonl"))
    return [json.loads(line) for segment in segments for line in segment.read_text("utf-8").splitlines()]


def report_of(data: Path, feed: str = "archive") -> dict[str, Any]:
    latest = max((data / "runs" / feed).glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    return dict(json.loads(latest.read_text("utf-8")))


def counted(data: Path, start: str) -> dict[str, int]:
    stats = report_of(data)["stats"]
    start = f"newscrawl/{start}"
    return {name.removeprefix(start): count for name, count in stats.items() if name.startswith(start)}


def write(path: Path, records: Iterable[bytes]) -> Path:
    path.write_bytes(members([info(), *records]))
    return path


def address(number: int, host: str = "journal.exemple") -> str:
    return f"https://www.{host}/monde/article-{number}/"


CHANGED = "La mairie a depuis ajouté que le bassin extérieur ne rouvrirait pas avant l’été prochain."
RULES = b'[{"location": "/monde/", "tdm-reservation": 1}]'
NEWS = [
    *(each for n in range(3) for each in (request(address(n)), response(address(n), article(n), CRAWLER))),
    response(address(0), article(0)),
    response(address(1), article(1, text=CHANGED), WARC_Date="2024-05-04T08:30:00Z"),
    response(address(2), article(2, text=CHANGED), WARC_Date="2024-05-02T08:30:00Z"),
    response(address(3), ENGLISH),
    response(address(4), article(4), {"TDM-Reservation": "1", "X-Robots-Tag": "noai"}),
    response("https://reserve.exemple/.well-known/tdmrep.json", RULES, {"Content-Type": "application/json"}),
    response(address(5, "reserve.exemple"), article(5)),
    response(address(6, "news-24.fr"), article(6)),
    record("response", address(7), answer(article(7).encode(), status="404 Not Found")),
    response("https://journal.exemple/rss.xml", "<rss>", {"Content-Type": "text/xml"}),
    response("https://journal.exemple/", article(8)),
    record("revisit", address(0), b""),
    response(address(9), "<html lang='fr'><title>Connexion</title><body><h1>Connexion</h1></body></html>"),
    response(address(10), article(10), WARC_Truncated="length"),
    wet(
        address(11),
        "Le bassin rouvre enfin\n\nLe conseil municipal a voté lundi la rénovation de la piscine de la ville.",
    ),
    wet(address(12), "The pool is open again\n\nThe town council voted on Monday for the works on the pool.", "eng"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after a file as Common Crawl's news was replayed."""
    folder = tmp_path_factory.mktemp("archive")
    write(folder / "CC-NEWS-20240503083000-00001.warc.gz", NEWS)
    done = replay(folder / "data", folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder / "data"


def test_every_article_is_there_once_with_its_revisions(data: Path) -> None:
    written = [(line["url"], line["revision"]) for line in lines_of(data)]
    hosts = {5: "reserve.exemple", 6: "news-24.fr"}
    once = [(address(n, hosts.get(n, "journal.exemple")), 1) for n in (0, 1, 2, 4, 5, 6, 11)]
    assert sorted(written) == sorted([*once, (address(1), 2)])


def test_the_rest_is_refused_with_its_reason(data: Path) -> None:
    assert counted(data, "replay/refused/") == {
        "language": 2,
        "http_404": 1,
        "not_html": 1,
        "home_page": 1,
        "revisit": 1,
        "truncated": 1,
    }
    assert sum(counted(data, "dropped/").values()) == 1
    assert counted(data, "feed/")["unchanged"] == 1
    assert counted(data, "feed/")["outdated"] == 1
    assert counted(data, "replay/records/") == {
        "warcinfo": 1,
        "request": 3,
        "response": 16,
        "revisit": 1,
        "conversion": 2,
    }
    lost = {each["fact"]: each["examples"] for each in report_of(data)["lost"]}
    assert lost["replay/refused/http_404"] == [address(7)]


def test_a_line_tells_its_capture_and_its_site(data: Path) -> None:
    lines = {line["url"]: line for line in lines_of(data)}
    first, known, text = (lines[url] for url in (address(0), address(6, "news-24.fr"), address(11)))
    assert (first["crawled_at"], first["fetched_url"]) == ("2024-05-03T08:30:00+00:00", address(0))
    assert first["site"] == "journal.exemple"
    assert known["site"] == "news24"
    assert (text["method"], text["headline"], text["fetched_url"]) == ("text", "Le bassin rouvre enfin", address(11))
    assert lines[address(1)]["body"].count(CHANGED) == 1


def test_reservations_of_page_and_site_hold(data: Path) -> None:
    lines = {line["url"]: line for line in lines_of(data)}
    for url in (address(4), address(5, "reserve.exemple")):
        assert lines[url]["rights"]["tdm_reserved"] is True
        assert lines[url]["body"] is None
    assert lines[address(4)]["rights"]["robots"] == ["noai"]


@pytest.mark.parametrize("options", [(), ("-a", "again=1")], ids=["as_noted", "read_again"])
def test_a_second_replay_adds_nothing(data: Path, options: tuple[str, ...], tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(data, copy)
    done = replay(copy, data.parent, *options)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert lines_of(copy) == lines_of(data)
    assert counted(copy, "sources/") == {"read": 1} | ({} if options else {"unchanged": 1})
    captures = len(lines_of(data)) + 2  # what was captured twice, and what is older than that
    assert report_of(copy)["figures"]["known"] == (captures if options else 0)


def test_a_file_that_has_grown_is_read_on_and_another_one_anew(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    file = write(tmp_path / "a.warc.gz", NEWS[:6])
    replay(copy, file)
    with file.open("ab") as opened:
        opened.write(members([response(address(20), article(20))]))
    replay(copy, file)
    assert counted(copy, "replay/records/")["response"] <= 2
    assert [line["url"] for line in lines_of(copy)] == [address(n) for n in (0, 1, 2, 20)]
    write(file, [response(address(21), article(21)), *NEWS])
    replay(copy, file)
    assert counted(copy, "replay/records/")["warcinfo"] == 1


def test_what_is_asked_for_bounds_what_is_read(data: Path, tmp_path: Path) -> None:
    done = replay(tmp_path, data.parent, "-a", "languages=all", "-a", "hosts=journal.exemple", "-a", "feed=autre")
    assert (done.returncode, done.stderr) == (0, "")
    urls = {line["url"] for line in lines_of(tmp_path, "autre")}
    assert urls == {address(n) for n in (0, 1, 2, 3, 4, 11, 12)}
    replay(tmp_path / "b", data.parent, "-a", "since=2024-05-04")
    assert [line["published_at"] for line in lines_of(tmp_path / "b")] == [None]
    replay(tmp_path / "c", data.parent, "-a", "max_articles=2")
    assert [line["url"] for line in lines_of(tmp_path / "c")] == [address(0), address(1)]


def test_a_snapshot_has_every_state_of_an_article_once(data: Path, tmp_path: Path) -> None:
    done = replay(tmp_path, data.parent, "-O", "-:jsonl")
    states = [(line["url"], line["content_hash"]) for line in map(json.loads, done.stdout.splitlines())]
    assert done.returncode == 0
    assert len(states) == len(set(states)) == 9


def test_nothing_starts_where_nothing_is_found(tmp_path: Path) -> None:
    done = replay(tmp_path / "data", f"{tmp_path}/*.warc.gz")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("newscrawl: archive: argument path=")
    assert done.stderr.endswith(f"nothing is there: {tmp_path}/*.warc.gz\n")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({}, "missing argument path"),
        ({"path": "{}", "languages": "xx"}, "'xx' is none of fr, "),
        ({"path": "{}", "hosts": "a b"}, "must be hosts such as exemple.fr"),
        ({"path": "{}", "feed": "../etc"}, "not the name of a site"),
        ({"path": "{}", "again": "perhaps"}, "must be 1 or 0"),
        ({"path": "{}", "pages": "3"}, "unknown argument pages"),
    ],
    ids=["nothing", "language", "hosts", "feed", "again", "unknown"],
)
def test_arguments_that_make_no_sense_are_refused(tmp_path: Path, words: dict[str, str], told: str) -> None:
    file = write(tmp_path / "a.warc", [])
    with pytest.raises(Refused, match=told):
        check_arguments(ArchiveSpider, {name: text.format(file) for name, text in words.items()})


def test_damage_costs_what_is_damaged_and_is_told_with_its_place(tmp_path: Path) -> None:
    packed = [bytearray(members([each])) for each in NEWS[:6]]
    packed[3][-10] ^= 0xFF
    (tmp_path / "a.warc.gz").write_bytes(b"".join(packed)[:-30])
    place = sum(map(len, packed[:3]))
    done = replay(tmp_path / "data", tmp_path)
    assert done.returncode == 0
    assert [line["url"] for line in lines_of(tmp_path / "data")] == [address(0)]
    assert counted(tmp_path / "data", "replay/damaged/") == {"bad_member": 1, "torn": 1}
    first, second = done.stderr.splitlines()
    assert f"a.warc.gz, byte {place}: bad_member" in first
    assert "the file ends within a record" in second


def test_files_that_are_no_archives_are_sources_that_failed(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"")
    (tmp_path / "b.warc").write_bytes(b"une page")
    done = replay(tmp_path / "data", tmp_path)
    assert done.returncode == 4
    assert counted(tmp_path / "data", "sources/") == {"failed/empty": 1, "failed/no_warc": 1}
    assert str(tmp_path / "b.warc") in done.stderr
    assert replay(tmp_path / "data", tmp_path).returncode == 4


def test_a_host_without_a_port_is_meant_on_any(tmp_path: Path) -> None:
    urls = [f"http://{host}/monde/article-{n}/" for n, host in enumerate(("a.exemple:8080", "b.exemple:8080"))]
    write(tmp_path / "a.warc.gz", [response(url, article(n)) for n, url in enumerate(urls)])
    for feed, hosts in (("un", "a.exemple"), ("deux", "a.exemple:8080"), ("trois", "a.exemple:80")):
        replay(tmp_path / "data", tmp_path, "-a", f"hosts={hosts}", "-a", f"feed={feed}")
    found = {feed: [line["url"] for line in lines_of(tmp_path / "data", feed)] for feed in ("un", "deux", "trois")}
    assert found == {"un": urls[:1], "deux": urls[:1], "trois": []}


def test_a_date_beyond_the_calendar_ends_no_run(tmp_path: Path) -> None:
    odd = response(address(0), article(0), WARC_Date="0001-01-01T00:00:00+05:00")
    (tmp_path / "a.warc.gz").write_bytes(members([odd, response(address(1), article(1))]))
    done = replay(tmp_path / "data", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line["url"] for line in lines_of(tmp_path / "data")] == [address(1)]
    assert counted(tmp_path / "data", "replay/refused/") == {"no_date": 1}


def test_an_archive_without_articles_is_no_failure(tmp_path: Path) -> None:
    wall = "<html lang='fr'><title>Connexion</title><body><h1>Connexion</h1></body></html>"
    write(tmp_path / "a.warc.gz", [*(response(address(n), ENGLISH) for n in range(5)), response(address(9), wall)])
    done = replay(tmp_path / "data", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert counted(tmp_path / "data", "replay/refused/") == {"language": 5}


def many(folder: Path) -> Path:
    return write(folder / "many.warc.gz", [response(address(n), article(n)) for n in range(200)])


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_the_next_run_goes_on_where_one_was_stopped(tmp_path: Path, number: signal.Signals) -> None:
    file, data = many(tmp_path), tmp_path / "data"
    with subprocess.Popen(
        command(data, file, "-o", "-:jsonl"), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        for _ in range(150):
            running.stdout.readline()
        running.send_signal(number)
        running.communicate(timeout=60)
    if number is signal.SIGTERM:
        assert running.returncode == 3
        assert report_of(data)["finish_reason"] == "shutdown"  # closed, not torn off
    else:
        assert running.returncode == -signal.SIGKILL
    before = len(lines_of(data))
    assert 150 <= before < 200
    done = replay(data, file)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(line["id"] for line in lines_of(data)) == sorted(article_id(address(n)) for n in range(200))
    assert counted(data, "replay/records/")["response"] <= 200 - 127


def test_an_archive_of_wget(family_site: Callable[[str], Served], wget: str, tmp_path: Path) -> None:
    served = family_site("spip")
    options = ["--recursive", "--level=inf", "-e", "robots=off", "--delete-after", "--warc-file=local"]
    subprocess.run([wget, *options, served.first], cwd=tmp_path, capture_output=True, check=False, timeout=60)
    served.site.close()
    done = replay(tmp_path / "data", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = lines_of(tmp_path / "data")
    assert sorted(line["url"] for line in lines) == sorted(served.articles)
    headlines = {line["url"]: line["headline"] for line in lines}
    assert headlines == {url: story.headline for url, story in zip(served.articles, served.stories, strict=True)}


def test_the_gold_pages_as_common_crawl_would_keep_them(shared: Path, tmp_path: Path) -> None:
    from benchmarks.replay import gold_records  # noqa: PLC0415 - it reads the shared pages

    write(tmp_path / "CC-NEWS.warc.gz", (each for _, _, packed in gold_records(shared / "gold") for each in packed))
    wanted = {url for kind, url, _ in gold_records(shared / "gold") if kind == "article"}
    done = replay(tmp_path / "data", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    fetched = [line["fetched_url"] for line in lines_of(tmp_path / "data")]
    assert len(fetched) == len(set(fetched))
    assert wanted - set(fetched) == set()


def test_it_is_no_site() -> None:
    assert not hasattr(ArchiveSpider, "sections")


def test_articles_that_declare_one_address_are_as_many_as_they_are(tmp_path: Path) -> None:
    head = "<link rel=canonical href='https://www.journal.exemple/lire'>"

    def capture(number: int, day: int) -> bytes:
        url = f"https://www.journal.exemple/lire?n={number}"
        return response(url, article(number, head=head), WARC_Date=f"2024-05-{day}T08:30:00Z")

    path = write(tmp_path / "a.warc.gz", [capture(n, day) for day in (11, 12) for n in range(3)])
    done = replay(tmp_path, path, "-a", "languages=all")
    assert done.returncode == 0, done.stderr
    lines = lines_of(tmp_path)
    addresses = ["https://www.journal.exemple/lire" + query for query in ("", "?n=1", "?n=2")]
    assert [(line["url"], line["id"]) for line in lines] == [(url, article_id(url)) for url in addresses]
    assert [line["problems"] for line in lines] == [[], ["canonical_conflict"], ["canonical_conflict"]]
    assert done.stderr.count("canonical_conflict") == 1
    assert counted(tmp_path, "pages/")["canonical_conflict"] == 4
