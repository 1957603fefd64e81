"""`newscrawl crawl` as cron, a terminal or a supervisor meets it: whole processes and real sockets."""

from __future__ import annotations

import gzip
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.small_project import (
    ARTICLE,
    EXCEPTION,
    NEWSCRAWL,
    NO_ARTICLE,
    Project,
    add_section,
    make_project,
    stall,
)
from tests.local_site import Answer, LocalSite

Serve = Callable[..., LocalSite]

NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project")


@pytest.fixture
def site(serve: Serve) -> LocalSite:
    return serve()


def test_a_run_without_fault_says_nothing_to_cron(project: Project, site: LocalSite) -> None:
    done = project.crawl(add_section(site, ARTICLE, ARTICLE, NO_ARTICLE), "-a", "token=geheim")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    report = project.report()
    assert report["status"] == 0
    assert report["finish_reason"] == "finished"
    assert report["figures"] | {"pages_read": 3, "understood": 2, "new": 2, "dropped": 1} == report["figures"]
    assert report["lost"] == [{"fact": "dropped/no_headline", "count": 1, "examples": [site.url("/article-2")]}]
    assert report["arguments"] == {"url": site.url("/section"), "token": "…"}
    assert report["stats"]["newscrawl/exit_status"] == 0
    assert report["log"] == []


def test_scrapy_crawl_is_the_same_command(project: Project, site: LocalSite) -> None:
    url = add_section(site, NO_ARTICLE)
    assert project.run("crawl", "small", "-a", f"url={url}", program=("-m", "scrapy")).returncode == 6


@pytest.mark.parametrize(
    ("articles", "status", "lines"),
    [
        pytest.param([NO_ARTICLE], 6, 1, id="nothing understood"),
        pytest.param([EXCEPTION, ARTICLE], 1, 2, id="an exception"),
        pytest.param([ARTICLE, *[Answer(status=503)] * 3], 7, 1, id="most pages failed"),
        pytest.param([ARTICLE, *[Answer(status=404)] * 3], 0, 0, id="dead links"),
    ],
)
def test_what_is_wrong_takes_a_line_each(
    project: Project, site: LocalSite, articles: list[Answer], status: int, lines: int
) -> None:
    done = project.crawl(add_section(site, *articles))

    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (status, "", lines), done.stderr
    assert project.report()["status"] == status


def test_the_traceback_is_in_the_run_report_and_on_demand_in_the_log(project: Project, site: LocalSite) -> None:
    url = add_section(site, EXCEPTION)
    assert "Traceback" not in project.crawl(url).stderr
    (record,) = project.report()["log"]
    assert 'raise TypeError("an exception' in record["traceback"]
    assert "Traceback" in project.crawl(url, "-v").stderr


def test_a_section_that_cannot_be_read(project: Project, site: LocalSite) -> None:
    site.pages["/robots.txt"] = Answer.text("")
    done = project.crawl(site.url("/section"))

    assert done.returncode == 4
    assert "Section not read" in done.stderr
    assert project.report()["lost"] == [
        {"fact": "sources/failed/http_404", "count": 1, "examples": [site.url("/section")]}
    ]


def test_a_fault_in_a_pipeline(project: Project, site: LocalSite) -> None:
    done = project.crawl(add_section(site, ARTICLE), spider="faulty")
    assert done.returncode == 1
    assert "KeyError: 'a fault in a pipeline'" in done.stderr


def test_a_spider_that_cannot_be_made(project: Project) -> None:
    done = project.run("crawl", "broken")
    assert done.returncode == 1
    assert "The run broke off: TypeError: cannot be made" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_project_without_our_extensions_is_told_the_status_all_the_same(project: Project, site: LocalSite) -> None:
    with (project.folder / "sites" / "settings.py").open("a", encoding="utf-8") as file:
        file.write("EXTENSIONS = {}\n")
    done = project.crawl(add_section(site, NO_ARTICLE), "--summary")
    assert (done.returncode, done.stderr) == (6, "")
    first, *_, status = done.stdout.splitlines()
    assert first.startswith("small.example: 0 new articles, 0 known already, 1 page read in ")
    assert status.startswith("Status: 6, ")
    assert not (project.folder / "data" / "runs").exists()


def test_a_limit_ends_a_run_early(project: Project, site: LocalSite) -> None:
    done = project.crawl(add_section(site, ARTICLE, ARTICLE, ARTICLE), "-s", "CLOSESPIDER_ITEMCOUNT=1")
    assert done.returncode == 3
    assert project.report()["finish_reason"] == "closespider_itemcount"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["crawl"], "name one spider, or give an address: archive, broken, demo, faulty, misled, section, small"),
        (["crawl", "small", "url=http://site.example/"], "arguments need -a before them, -a url=http://site.example/"),
        (["crawl", "smal"], "unknown spider 'smal'; did you mean small?"),
        (["crawl", "site.example/fil"], "unknown spider 'site.example/fil'; write https:// before an address"),
        (["crawl", "small", "faulty"], "name one spider"),
        (["crawl", "small", "--pages=3"], "unknown option --pages=3"),
        (["crawl", "small"], "small: exactly one argument is expected: url"),
        (["crawl", "small", "-a", "url"], "Invalid -a value, use -a NAME=VALUE"),
        (["crawl", "small", "-s", "NEWSCRAWL_CONTCT=x"], "did you mean NEWSCRAWL_CONTACT?"),
        (["crawl", "small", "-s", "NEWSCRAWL_DATALINE_ENABLED=0"], "did you mean NEWSCRAWL_DATELINE_ENABLED?"),
        (["crawl", "small", "-s", "DOWNLOAD_DELEY=3"], "unknown setting DOWNLOAD_DELEY; did you mean DOWNLOAD_DELAY?"),
        (["crawl", "small", "-s", "NEWSCRAWL_CONTACT=moi"], "'moi' is neither an http address nor"),
        (["crawl", "small", "-s", "NEWSCRAWL_PAGE_SECONDS=abc"], "must be a number of seconds from 0"),
        (["crawl", "small", "-s", "NEWSCRAWL_KNOWN_RUN=9"], "NEWSCRAWL_KNOWN_RUN no longer exists: a run reads a list"),
        (["crawl", "misled", "-a", f"url={NOWHERE}"], "setting NEWSCRAWL_CRAWL_DELAY_MAX='abc'"),
        (["crawl", "small", "-s", "NEWSCRAWL_RUNS_KEPT=-1"], "must be a whole number from 0"),
        (["crawl", "small", "-L", "loud"], "must be DEBUG, INFO, WARNING, ERROR or CRITICAL"),
        (["crawl", "small", "-o", "articles.odt"], "the name 'articles.odt' tells no format"),
    ],
)
def test_a_mistake_costs_one_line_and_no_request(project: Project, words: list[str], told: str) -> None:
    done = project.run(*words)

    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("newscrawl: ")
    assert told in line
    assert not (project.folder / "data").exists()


def test_a_second_run_of_a_site_is_refused_and_the_lock_dies_with_its_holder(project: Project, site: LocalSite) -> None:
    url = add_section(site, ARTICLE)
    asked = stall(site, "/article-0")
    first = project.start("crawl", "small", "-a", f"url={url}")
    assert asked.wait(30)

    second = project.crawl(url)
    assert (second.returncode, second.stdout) == (75, "")
    message = rf"newscrawl: another run is crawling small\.example \(process {first.pid}, since .*\)\n"
    assert re.fullmatch(message, second.stderr)
    snapshot = project.run("crawl", "small", "-a", f"url={site.url('/nothing')}", "-O", "copy.jsonl")
    assert snapshot.returncode == 4  # not locked: it read, and found nothing

    first.kill()
    first.communicate()
    site.pages["/article-0"] = ARTICLE
    assert project.crawl(url).returncode == 0


TWINS = """
from newscrawl.spiders.section import AnySectionSpider, SectionSpider


class Anywhere(AnySectionSpider):
    name = "anywhere"


class Twin(SectionSpider):
    name = "twin"
    sections = ("{url}",)
"""


def test_a_run_of_the_same_host_under_another_name_is_refused(project: Project, site: LocalSite) -> None:
    asked = stall(site, "/en-continu/")
    with (project.folder / "sites" / "spiders.py").open("a") as spiders:
        spiders.write(TWINS.format(url=site.url("/autre/")))
    first = project.start("crawl", "anywhere", "-a", f"url={site.url('/en-continu/')}")
    assert asked.wait(30)

    second = project.run("crawl", "twin")
    assert (second.returncode, second.stdout) == (75, "")
    host = re.escape(f"127.0.0.1:{site.port}")
    message = rf"newscrawl: another run is crawling {host} \(process {first.pid}, since .*\)\n"
    assert re.fullmatch(message, second.stderr)
    assert "/autre/" not in site.paths()
    first.kill()
    first.communicate()


def test_a_data_folder_that_cannot_be_made(project: Project) -> None:
    (project.folder / "data").touch()
    done = project.crawl(NOWHERE)
    assert (done.returncode, done.stdout) == (5, "")
    (line,) = done.stderr.splitlines()
    assert "cannot write to the data folder" in line


@pytest.mark.parametrize("option", ["-o", "-O"])
def test_an_output_that_cannot_be_written_is_no_success(project: Project, site: LocalSite, option: str) -> None:
    (project.folder / "file").touch()
    url = add_section(site, ARTICLE)
    for place in ("file/articles.jsonl", f"{'long' * 100}.jsonl"):
        early = project.crawl(url, option, place)
        assert (early.returncode, early.stderr.count("\n"), site.visits) == (5, 1, [])
    if Path("/dev/full").exists():
        assert project.crawl(url, option, "/dev/full:jsonl").returncode == 5


def test_settings_of_the_project_s_own_are_its_own(project: Project, site: LocalSite) -> None:
    with (project.folder / "sites" / "settings.py").open("a", encoding="utf-8") as file:
        file.write('NEWSCRAWL_OF_OURS = object()\nNEWSCRAWL_OURS_ENABLED = "by night"\n')
    done = project.crawl(add_section(site, ARTICLE), "-s", "NEWSCRAWL_OURS_ENABLED=by day")
    assert (done.returncode, done.stderr) == (0, "")


def test_outputs_of_scrapy_work_as_ever(project: Project, site: LocalSite) -> None:
    url = add_section(site, ARTICLE)
    done = project.crawl(url, "-O", "copy.jsonl", "-o", "-:jsonl")
    assert done.returncode == 2  # Scrapy's own rule: one of both
    done = project.crawl(url, "-O", "copy.jsonl", "--summary")
    assert done.returncode == 0
    assert json.loads((project.folder / "copy.jsonl").read_text()) == {"url": site.url("/article-0")}
    assert f"Output: {project.folder / 'copy.jsonl'}\n" in done.stdout
    assert "Feed:" not in done.stdout


def test_articles_on_stdout_are_not_mixed_with_the_summary(project: Project, site: LocalSite) -> None:
    done = project.crawl(add_section(site, ARTICLE), "-o", "-:jsonl", "--summary")
    assert json.loads(done.stdout) == {"url": site.url("/article-0")}
    assert "1 new article" in done.stderr


def test_stdout_alone(project: Project, site: LocalSite) -> None:
    done = project.crawl(add_section(site, ARTICLE), "-O", "-")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"url": site.url("/article-0")}


def test_settings_may_stand_in_the_environment(project: Project, site: LocalSite, tmp_path: Path) -> None:
    url = add_section(site, ARTICLE)
    project.environment["NEWSCRAWL_DATA_DIR"] = str(tmp_path / "elsewhere")
    done = project.crawl(url)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "elsewhere" / "runs" / "small.example").is_dir()
    assert project.run("runs").stdout.count("small.example") == 1
    assert project.crawl(url, "-s", "NEWSCRAWL_DATA_DIR=other").returncode == 0
    assert (project.folder / "other" / "runs").is_dir()
    assert not (project.folder / "data").exists()


@pytest.mark.parametrize("words", [("crawl", "small"), ("feed", "verify"), ("runs",), ("sites",)])
def test_names_misspelt_in_the_environment_are_refused(project: Project, words: tuple[str, ...]) -> None:
    project.environment["NEWSCRAWL_DATADIR"] = "x"
    done = project.run(*words)
    told = "newscrawl: unknown setting NEWSCRAWL_DATADIR in the environment; did you mean NEWSCRAWL_DATA_DIR?\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_an_address_is_crawled_as_a_section(project: Project, site: LocalSite) -> None:
    with (project.folder / "sites" / "settings.py").open("a", encoding="utf-8") as file:
        file.write("\nNEWSCRAWL_ALLOWED_PRIVATE_HOSTS = []\n")
    done = project.run("crawl", site.url("/fil/"))
    assert (done.returncode, done.stdout) == (4, "")
    host = f"127.0.0.1:{site.port}"
    assert done.stderr.splitlines() == [
        (
            f"newscrawl: Refused {site.url('/fil/')}: 127.0.0.1 is loopback "
            f"(-s NEWSCRAWL_ALLOWED_PRIVATE_HOSTS={host} allows it)"
        ),
        f"newscrawl: 127.0.0.1_{site.port}: status 4, {site.url('/fil/')} is an address of a private network",
    ]


def test_help_names_the_arguments_of_spiders(project: Project) -> None:
    help_ = project.run("crawl", "-h").stdout
    assert "newscrawl crawl [options] SPIDER|ADDRESS" in help_
    for name in ("pages", "since", "max_articles", "sources", "url", "country", "timezone", "path", "languages"):
        assert f"  -a {name}=" in help_


def test_an_output_whose_name_says_so_is_packed(project: Project, site: LocalSite) -> None:
    url = add_section(site, ARTICLE)
    for option in ("-O", "-o"):
        done = project.crawl(url, option, "copy.csv.gz")
        assert (done.returncode, done.stderr) == (0, "")
    text = gzip.decompress((project.folder / "copy.csv.gz").read_bytes()).decode()
    assert text.splitlines() == ["url", site.url("/article-0"), site.url("/article-0")]


def test_a_reader_that_has_had_enough_ends_a_command_quietly(project: Project) -> None:
    command = f'"{sys.executable}" -m newscrawl list | head -c 1; "{sys.executable}" -m newscrawl feed tail x >&-'
    done = subprocess.run(
        ["sh", "-c", command], check=False, cwd=project.folder, env=project.environment, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines() == [
        f"newscrawl: no feed of x: there is no {project.folder / 'data' / 'feeds' / 'x'}"
    ]


def test_settings_that_cannot_be_imported_cost_one_line(project: Project) -> None:
    with (project.folder / "sites" / "settings.py").open("a", encoding="utf-8") as file:
        file.write("x = (\n")
    line = len((project.folder / "sites" / "settings.py").read_text(encoding="utf-8").splitlines())
    done = project.run("list")
    told = f"newscrawl: sites/settings.py, line {line}: cannot be imported: SyntaxError: '(' was never closed\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", told)


def test_a_summary_on_demand(project: Project, site: LocalSite) -> None:
    done = project.crawl(add_section(site, ARTICLE, NO_ARTICLE), "--summary")
    assert done.stderr == ""
    first, dropped, feed, report, read, status = done.stdout.splitlines()
    assert first.startswith("small.example: 1 new article, 0 known already, 2 pages read in ")
    assert dropped == "Dropped: 1 (no_headline 1)"
    assert feed == f"Feed: {project.folder / 'data' / 'feeds' / 'small.example'}"
    assert Path(report.removeprefix("Run report: ")).is_file()
    assert read == "Read it: newscrawl feed tail small.example -n 1 | jq"
    assert status.startswith("Status: 0, ")


def test_the_log_goes_where_scrapy_sends_it(project: Project, site: LocalSite) -> None:
    done = project.crawl(add_section(site, EXCEPTION), "--logfile", "log.txt", "-L", "info")
    assert done.stderr.startswith("newscrawl: small.example: status 1")
    log = (project.folder / "log.txt").read_text(encoding="utf-8")
    assert "INFO: Spider opened" in log
    assert "Traceback" in log


def test_old_run_reports_make_room(project: Project, site: LocalSite) -> None:
    folder = project.folder / "data" / "runs" / "small.example"
    folder.mkdir(parents=True)
    for day in (1, 2):
        (folder / f"small.example-2020010{day}T000000Z-1.json").write_text("{}")
    (folder / ".small.example-20200101T000000Z-1.json.tmp").write_text("{")
    project.crawl(add_section(site, ARTICLE), "-s", "NEWSCRAWL_RUNS_KEPT=2")

    kept = sorted(path.name for path in folder.iterdir() if path.suffix != ".jsonl")
    assert len(kept) == 2
    assert kept[0] == "small.example-20200102T000000Z-1.json"


def stopped_by(
    project: Project, site: LocalSite, *signals: signal.Signals, term: float | None = None
) -> tuple[int, float, str]:
    """Status, seconds and stderr of a run that gets these signals while a page hangs."""
    url = add_section(site, ARTICLE, ARTICLE)
    asked = stall(site, "/article-0")
    # Scrapy asks for what was found last first: that article has come when the page that hangs is asked for.
    options = ["-s", "CONCURRENT_REQUESTS=1"]
    options += [] if term is None else ["-s", f"NEWSCRAWL_SHUTDOWN_TIMEOUT={term}"]
    process = project.start("crawl", "small", "-a", f"url={url}", *options)
    assert asked.wait(30)
    started = time.monotonic()
    for number, name in enumerate(signals):
        if number:  # after the first has been handled, which nothing outside the process tells
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.5)
        process.send_signal(name)
    _, err = process.communicate(timeout=30)
    return process.returncode, time.monotonic() - started, err


def test_sigterm_ends_a_run_within_its_term_whatever_hangs(project: Project, site: LocalSite) -> None:
    status, seconds, err = stopped_by(project, site, signal.SIGTERM, term=1.0)

    assert (status, len(err.splitlines())) == (3, 1), err
    assert seconds < 5
    report = project.report()
    assert (report["status"], report["stopped_by"]) == (3, "SIGTERM")
    assert report["figures"]["new"] == 1


def test_a_second_signal_ends_a_run_at_once(project: Project, site: LocalSite) -> None:
    status, seconds, err = stopped_by(project, site, signal.SIGINT, signal.SIGTERM, term=20.0)
    assert (status, len(err.splitlines())) == (3, 1), err
    assert seconds < 10
    assert project.report()["stopped_by"] == "SIGINT"


@pytest.mark.slow
def test_sigterm_ends_a_run_within_ten_seconds_by_default(project: Project, site: LocalSite) -> None:
    status, seconds, _ = stopped_by(project, site, signal.SIGTERM)
    assert (status, seconds < 10) == (3, True)


def on_a_terminal(project: Project, *words: str, kind: str = "xterm") -> tuple[int, str]:
    """Exit status and screen output of a command on a pseudo-terminal."""
    program = [sys.executable, *NEWSCRAWL, *words]
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover - the child is the command
        os.chdir(project.folder)
        os.execve(sys.executable, program, project.environment | {"TERM": kind, "COLUMNS": "100"})  # noqa: S606
    screen = b""
    try:
        while chunk := os.read(terminal, 4096):
            screen += chunk
    except OSError:  # how Linux says that nobody writes any more
        pass
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), screen.decode()


def test_a_terminal_shows_progress_and_whole_log_lines(project: Project, site: LocalSite) -> None:
    url = add_section(site, ARTICLE, NO_ARTICLE, EXCEPTION)
    status, screen = on_a_terminal(project, "crawl", "small", "-a", f"url={url}")

    assert status == 1
    plain = re.sub(r"\x1b\[[?0-9;]*[A-Za-z]", "", screen).replace("\r", "\n")
    assert re.search(r"small\.example ━+ 4 pages  1 articles  1 new  1 dropped \d:\d\d:\d\d", plain)
    assert re.search(r"^newscrawl: Spider error processing", plain, re.MULTILINE)
    assert re.search(r"^small\.example: 1 new article, ", plain, re.MULTILINE)
    assert screen.rindex("\x1b[?25h") > screen.rindex("\x1b[?25l")  # the cursor is back


def test_a_terminal_without_a_cursor_shows_the_summary(project: Project, site: LocalSite) -> None:
    status, screen = on_a_terminal(project, "crawl", "small", "-a", f"url={add_section(site, ARTICLE)}", kind="dumb")
    assert status == 0
    assert screen.startswith("small.example: 1 new article, ")
    assert "\x1b" not in screen


def test_a_quiet_terminal(project: Project, site: LocalSite) -> None:
    url = add_section(site, ARTICLE)
    assert on_a_terminal(project, "crawl", "small", "-a", f"url={url}", "-q") == (0, "")
