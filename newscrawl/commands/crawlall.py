"""`scrapy crawlall`: many sites in one line, each in a process of its own."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.conf import arglist_to_dict

from newscrawl import clock, options
from newscrawl.commands.base import WARNINGS, Described, number_from, refuse, say
from newscrawl.commands.checks import Refused, apply_checked, check_arguments, check_settings, check_words
from newscrawl.commands.children import Crew, Ended, Job
from newscrawl.commands.locking import hosts_of
from newscrawl.paths import data_dir, runs_dir
from newscrawl.reporting.status import ExitStatus, worst
from newscrawl.spiders.loader import TolerantSpiderLoader, faults_of

if TYPE_CHECKING:
    import argparse

    from scrapy import Spider
    from scrapy.settings import BaseSettings

    from newscrawl.reporting.telling import ToldFaults
    from newscrawl.spiders.loader import Fault

AT_ONCE = 2
KILL_GRACE = 30.0
"""Seconds beyond the term of its own stop after which a run is killed that does not end."""
OUTPUT_LINES = 10
"""Lines printed at most of what a run said that went wrong."""
_EXPLAINED = frozenset(("FINE", "LOCKED", "STOPPED", "EMPTY", "SHORT"))
"""Statuses that say all by themselves."""
_FILE = "spider file "
"""What a broken file is told as, which may bear the name of a site."""
_PASSING = frozenset((ExitStatus.STOPPED, ExitStatus.LOCKED))
"""Statuses that say nothing of the site."""


class Command(Described, ScrapyCommand):
    """Crawls many sites; the exit status is the worst of theirs."""

    default_settings = WARNINGS
    usage = "[options] [SPIDER …]"
    summary = "Crawl many sites, each in a process of its own"
    details = (
        "Crawls the named spiders, or every site spider (your project's included; not `demo`, not `section`), each "
        "in its own process, as `crawl` does: if one fails, the others go on. Two spiders of one registered domain "
        "never run at the same time. Prints a line for each site whose status is not 0; the exit status is the "
        "worst of them. Passes SIGTERM and SIGINT on to the runs and waits for them to end. With --tell changes it "
        "tells of a site that its trouble begins, changes and ends, and once a day that it lasts."
    )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, what to crawl, and how much to tell."""
        super().add_options(parser)
        parser.add_argument("--country", metavar="CC", help="crawl only the sites of these countries: BE, or BE,CD")
        parser.add_argument("--mine", action="store_true", help="crawl only your project's own sites")
        parser.add_argument("--except", dest="left_out", metavar="SPIDER", help="leave out these spiders: rts,rtbf")
        parser.add_argument(
            "-j",
            "--jobs",
            metavar="N",
            type=number_from(1),
            default=AT_ONCE,
            help="number of runs at once (default: 2)",
        )
        parser.add_argument(
            "-a", dest="spargs", action="append", default=[], metavar="NAME=VALUE", help="argument for every spider"
        )
        group = parser.add_argument_group(title="Output on the terminal")
        group.add_argument(
            "--tell",
            choices=("all", "changes"),
            default="all",
            help="tell what is wrong in every round, or when it begins, changes, ends, and once a day (default: all)",
        )
        group.add_argument("-v", "--verbose", action="store_true", help="print every site and all output of its run")
        group.add_argument("-q", "--quiet", action="store_true", help="no summary on a terminal")
        group.add_argument("--summary", action="store_true", help="print a summary at the end, also without a terminal")
        group.add_argument("--json", action="store_true", help="print a JSON object for each site on standard output")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Applies and checks the options, once for all sites."""
        if opts.loglevel:
            opts.loglevel = opts.loglevel.upper()
        try:
            apply_checked(self.settings, opts.set, lambda: super(Command, self).process_options(args, opts))
            opts.spargs = arglist_to_dict(opts.spargs)
        except UsageError as refusal:
            refuse(str(refusal))
        except ValueError:
            refuse("Invalid -a value, use -a NAME=VALUE")
        TolerantSpiderLoader.says_faults = opts.tell == "all"  # else only what is news of them, see Reporter

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawls, and reports."""
        loader = get_spider_loader(self.settings)
        faults = faults_of(loader)
        spiders = [loader.load(name) for name in loader.list()]
        try:
            chosen = choose(spiders, args, opts.country, opts.left_out, faults, mine=opts.mine)
            jobs, unfit = self._jobs(chosen, opts, named=bool(args))
        except Refused as refusal:
            refuse(str(refusal))
        idle = [*map(_broken, concerned(faults, args, opts.left_out)), *unfit]
        reporter = Reporter(self.settings, opts, faults, total=len(idle) + len(jobs))
        for ended in idle:
            reporter.report(ended)
        grace = options.SHUTDOWN_TIMEOUT.read(self.settings) + KILL_GRACE
        asyncio.run(Crew(jobs, at_once=opts.jobs, grace=grace, report=reporter.report).run())
        reporter.sum_up()
        self.exitcode = worst(each.status for each in reporter.ended).value

    def _jobs(
        self, spiders: Sequence[type[Spider]], opts: argparse.Namespace, *, named: bool
    ) -> tuple[list[Job], list[Ended]]:
        """The runs to make, and what becomes of spiders that nobody has named and that no arguments would suit.

        Raises `Refused` where it is the arguments of the command line that do not suit.
        """
        jobs, unfit = [], []
        for spider in spiders:
            try:
                jobs.append(self._job(spider, opts))
            except Refused as refusal:
                if named or not _is_unfit(spider):
                    raise
                unfit.append(_not_run(spider.name, ExitStatus.USAGE, str(refusal)))
        return jobs, unfit

    def _job(self, spider: type[Spider], opts: argparse.Namespace) -> Job:
        """The run of a spider.  Raises `Refused` where it does not take the arguments of the command line."""
        site = check_arguments(spider, opts.spargs)
        return Job(
            spider=spider.name,
            site=site,
            hosts=hosts_of(spider, site),
            command=(sys.executable, "-m", "newscrawl", "crawl", spider.name, "-q", *passed_on(opts)),
            limit=self._limit(spider),
        )

    def _limit(self, spider: type[Spider]) -> float | None:
        """Seconds after which the run of a spider must have ended; null where it may take as long as it wants."""
        settings = self.settings.copy()
        try:
            spider.update_settings(settings)
            check_settings(settings)
        except (Refused, TypeError, ValueError):
            return None  # its own run says so, and does not keep the others from theirs
        timeout = options.RUN_TIMEOUT.read(settings)
        return timeout + options.SHUTDOWN_TIMEOUT.read(settings) + KILL_GRACE if timeout else None


class Reporter:
    """Reports what became of each site, as much as was asked for."""

    def __init__(
        self, settings: BaseSettings, opts: argparse.Namespace, faults: Sequence[Fault] = (), *, total: int
    ) -> None:
        from newscrawl.reporting.progress import Count, is_watched
        from newscrawl.reporting.telling import ToldFaults

        self.data, self.opts, self.started = data_dir(settings), opts, time.monotonic()
        self.is_watched = is_watched() and not opts.quiet
        self.told = ToldFaults(runs_dir(self.data, "told.json")) if opts.tell == "changes" else None
        self.count = Count(total) if self.is_watched and not opts.json else None
        self.known = frozenset(f"newscrawl: {fault}" for fault in faults)
        """What the loader says of broken files, as each of the runs does again."""
        self.broken = frozenset(f"{_FILE}{fault.name}" for fault in faults)
        self.ended: list[Ended] = []
        self.coverage: dict[str, Mapping[str, Any] | None] = {}

    def report(self, ended: Ended) -> None:
        """One site has come to an end."""
        from newscrawl.reporting.history import line_of_process

        site = ended.job.site
        ended = replace(ended, output=tuple(line for line in ended.output if line not in self.known))
        self.ended.append(ended)
        line = line_of_process(runs_dir(self.data, site), ended.process)
        if line or site not in self.coverage:  # a broken file may bear the name of a site
            self.coverage[site] = line
        if self.opts.json:
            print(json.dumps(_as_json(ended, line), ensure_ascii=False), flush=True)
        if ended.was_begun and self._is_news(ended):
            self._say(ended, line)
        if self.count is not None:
            self.count.show(sum(each.was_begun for each in self.ended), sum(map(_has_failed, self.ended)))

    def _is_news(self, ended: Ended) -> bool:
        """Whether there is more to say of a site than that it is as it was told before."""
        if self.told is None or ended.status in _PASSING:
            return self.told is None
        fault = f"status {ended.status.value}, {ended.trouble or ended.status.meaning}" if ended.status else None
        name = f"{_FILE}{ended.job.site}" if self._is_of_file(ended) else ended.job.site
        news, since = self.told.tell(name, fault, clock.now())
        if news == "lasts":
            say(f"{ended.job.site}: still {fault}, since {since:%Y-%m-%d %H:%M} UTC")
        elif news == "ends":
            say(f"{ended.job.site}: fine again; something was wrong since {since:%Y-%m-%d %H:%M} UTC")
        return news in {"begins", "changes"}

    def _is_of_file(self, ended: Ended) -> bool:
        return f"newscrawl: {ended.trouble}" in self.known

    def _tell_mended_files(self, told: ToldFaults) -> None:
        for name in told.names():
            if name.startswith(_FILE) and name not in self.broken:
                _, since = told.tell(name, None, clock.now())
                say(f"{name}: can be imported again; something was wrong since {since:%Y-%m-%d %H:%M} UTC")

    def _say(self, ended: Ended, line: Mapping[str, Any] | None) -> None:
        if self.told is not None or not self._is_of_file(ended):
            self._say_status(ended, line)
        if self.opts.verbose or ended.status.name not in _EXPLAINED:
            _print_output(ended, None if self.opts.verbose else OUTPUT_LINES)

    def _say_status(self, ended: Ended, line: Mapping[str, Any] | None) -> None:
        site, status = ended.job.site, ended.status
        if status.name in ("EMPTY", "SHORT", "UNREADABLE") and (own := _own_line(ended)):
            print(own, file=sys.stderr)
        elif status or ended.trouble:
            by = line["stopped_by"] or line["finish_reason"] if line and status.name == "STOPPED" else None
            say(f"{site}: status {status.value}, {ended.trouble or status.meaning}" + (f" ({by})" if by else ""))
        elif self.opts.verbose:
            say(f"{site}: status 0 after {ended.seconds:.1f} s")

    def sum_up(self) -> None:
        """All are over."""
        from newscrawl.reporting.report import duration, many

        opts, seconds = self.opts, time.monotonic() - self.started
        if self.count is not None:
            self.count.close()
        if self.told is not None:
            self._tell_mended_files(self.told)
            self.told.write()
        begun = [ended for ended in self.ended if ended.was_begun]
        left = len(self.ended) - len(begun)
        if left:
            say(f"{many(left, 'site')} not begun, since the round was stopped")
        if opts.json or not (opts.summary or opts.verbose or self.is_watched):
            return
        for ended in sorted(begun, key=lambda each: each.job.site):
            print(_row(ended, self.coverage[ended.job.site]))
        counts = Counter(ended.status.name for ended in begun).most_common()
        counts += [("not begun", left)] if left else []
        statuses = ", ".join(f"{count} {name}" for name, count in counts)
        articles = sum(line["articles"]["new"] for line in self.coverage.values() if line)
        print(f"{many(len(self.ended), 'site')} in {duration(seconds)}: {statuses}; {many(articles, 'new article')}")


def choose(
    known: Sequence[type[Spider]],
    named: Sequence[str],
    countries: str | None,
    left_out: str | None,
    faults: Sequence[Fault] = (),
    *,
    mine: bool = False,
) -> list[type[Spider]]:
    """The spiders to run: those named, else all that know their site.  Raises `Refused` where that makes no sense.

    Names of spiders that cannot be had for their `faults` make sense, but there is nothing to run.
    """
    from newscrawl.spiders.catalogue import sites_of

    spiders = {spider.name: spider for spider in known}
    without = {check_words([name], spiders) for name in _names(left_out) if not _is_missed(name, spiders, faults)}
    if named:
        if countries or mine:
            raise Refused(f"name either spiders or {'--country' if countries else '--mine'}, not both")
        words = dict.fromkeys(check_words([word], spiders) for word in named if not _is_missed(word, spiders, faults))
        found = [spiders[word] for word in words if word not in without]
    else:
        wanted = {code.upper() for code in _names(countries)}
        sites = [site for site in sites_of(known) if site.spider not in without]
        found = [spiders[site.spider] for site in sites if not wanted or site.country in wanted]
        found = [spider for spider in found if not (mine and spider.__module__.startswith("newscrawl."))]
    if not found and (countries or not concerned(faults, named, left_out)):
        of = f" of {countries}" if countries else " of yours" if mine else ""
        raise Refused(f"no spider for a site{of}")
    return found


def concerned(faults: Sequence[Fault], named: Sequence[str], left_out: str | None) -> list[Fault]:
    """The faults that keep something from being run that was asked for."""
    without = _names(left_out)
    return [
        fault
        for fault in faults
        if (not named or any(fault.concerns(word) for word in named))
        and not any(fault.concerns(word) for word in without)
    ]


def passed_on(opts: argparse.Namespace) -> Iterable[str]:
    """The options of this command line that hold for each of the runs."""
    for name, value in opts.spargs.items():
        yield from ("-a", f"{name}={value}")
    for pair in opts.set:
        yield from ("-s", pair)
    if opts.loglevel:
        yield from ("-L", opts.loglevel)
    if opts.logfile:
        yield from ("--logfile", opts.logfile)
    if opts.nolog:
        yield "--nolog"


def _own_line(ended: Ended) -> str | None:
    """What a run said of its status."""
    start = f"newscrawl: {ended.job.site}: status "
    return next((line for line in reversed(ended.output) if line.startswith(start)), None)


def _print_output(ended: Ended, most: int | None) -> None:
    """The last lines that a run said, beside that of its status."""
    site = ended.job.site
    lines = [line for line in ended.output if line.strip() and not line.startswith(f"newscrawl: {site}: status ")]
    last = lines[-most:] if most else lines
    if len(last) < len(lines):
        say(f"{site}: … {len(lines) - len(last)} lines left out")
    for line in last:
        say(f"{site}: {line.removeprefix('newscrawl: ')}")


def _has_failed(ended: Ended) -> bool:
    return bool(ended.status) and ended.was_begun


def _is_missed(word: str, known: Iterable[str], faults: Iterable[Fault]) -> bool:
    return word not in known and any(fault.concerns(word) for fault in faults)


def _is_unfit(spider: type[Spider]) -> bool:
    """Whether a spider that knows its site is refused all the same."""
    try:
        check_arguments(spider, {})
    except Refused:
        return True
    return False


def _broken(fault: Fault) -> Ended:
    return _not_run(fault.name, ExitStatus.UNEXPECTED, str(fault))


def _not_run(spider: str, status: ExitStatus, trouble: str) -> Ended:
    """What becomes of a site for which no process is begun."""
    job = Job(spider=spider, site=spider, hosts=frozenset(), command=())
    return Ended(job=job, status=status, trouble=trouble)


def _as_json(ended: Ended, line: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        "site": ended.job.site,
        "spider": ended.job.spider,
        "status": ended.status.value,
        "status_name": ended.status.name,
        "trouble": ended.trouble,
        "seconds": round(ended.seconds, 3),
        "coverage": line,
        "output": ended.output,
    }


def _row(ended: Ended, line: Mapping[str, Any] | None) -> str:
    figures = "no figures"
    if line:
        articles, failed = line["articles"], sum(line["pages"]["failed"].values())
        figures = f"{articles['new']} new, {articles['known']} known, {failed} failed"
    return f"{ended.job.site:<28} {ended.status.value:>2} {ended.status.name:<15} {ended.seconds:>7.1f} s  {figures}"


def _names(text: str | None) -> list[str]:
    return [name for name in (text or "").split(",") if name]
