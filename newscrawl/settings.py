"""Every setting that differs from Scrapy's default, each with its reason; then newscrawl's own.

A project of your own starts its settings with `from newscrawl.settings import *`.
"""

from __future__ import annotations

from newscrawl import options
from newscrawl.version import __version__

BOT_NAME = "newscrawl"
SPIDER_MODULES = ["newscrawl.spiders"]
NEWSPIDER_MODULE = "newscrawl.spiders"
# A spider file that cannot be imported costs one line, and the other sites nothing.
SPIDER_LOADER_CLASS = "newscrawl.spiders.loader.TolerantSpiderLoader"
COMMANDS_MODULE = "newscrawl.commands"

# A guest's manners: two requests at a time, one a second, nothing that robots.txt forbids.
CONCURRENT_REQUESTS = 2
CONCURRENT_REQUESTS_PER_DOMAIN = 2
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0
# A server that takes long to answer is asked less often, never more often than declared.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0
AUTOTHROTTLE_MAX_DELAY = 10.0
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "newscrawl"
USER_AGENT = f"newscrawl/{__version__}"
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "fr,en;q=0.3",
}

# News pages are small and answer soon; whatever is not so is a fault or a trap.
DOWNLOAD_TIMEOUT = 20
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 5 * 1024 * 1024
REDIRECT_MAX_TIMES = 5
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # what is lost is said once, by the spider
METAREFRESH_MAXDELAY = 10  # seconds; a page that waits longer is read meanwhile, or loads itself again
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {
    "http": "newscrawl.downloader.handlers.StoppableHandler",
    "https": "newscrawl.downloader.handlers.StoppableHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}

# No address of a private network, whatever a page, a redirect or a name says.
TWISTED_DNS_RESOLVER = "newscrawl.downloader.guard.resolver.GuardedResolver"
DOWNLOADER_MIDDLEWARES = {
    "newscrawl.downloader.stopping.StoppingMiddleware": 10,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newscrawl.downloader.robots.RobotsMiddleware": 100,
    "newscrawl.downloader.robots.CrawlDelayMiddleware": 150,
    "newscrawl.downloader.reservations.ReservationsMiddleware": 200,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
    "newscrawl.downloader.identity.IdentityMiddleware": 500,
    "newscrawl.downloader.answers.AnswersMiddleware": 540,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "newscrawl.downloader.pauses.PausesMiddleware": 560,  # sees an answer before the retry middleware, at 550
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "newscrawl.downloader.answers.RefreshMiddleware": 580,
    "newscrawl.downloader.answers.CompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "newscrawl.downloader.answers.RedirectsMiddleware": 600,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "newscrawl.downloader.guard.middleware.TrustedProxyMiddleware": 750,
    "newscrawl.downloader.archive.ArchiveMiddleware": 950,  # bodies still packed, each redirect still an answer
    "newscrawl.downloader.guard.middleware.GuardMiddleware": 990,  # last: nothing may change a request after it
}

# Nobody else steers a run.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# A response yields one article: stock starts a hundred tasks for it.
CONCURRENT_ITEMS = 1

ITEM_PIPELINES = {
    **{f"newscrawl.pipelines.stages.{options.pipeline_name(stage.name)}": stage.order for stage in options.STAGES},
    "newscrawl.pipelines.archive.ArchivePipeline": 60,  # once the rights of a page are known
    "newscrawl.pipelines.stages.AssemblyPipeline": 800,
    "newscrawl.pipelines.feed.FeedPipeline": 900,
}
# What is dropped is counted and reported; it is no reason to write to a quiet cron log.
DEFAULT_DROPITEM_LOG_LEVEL = "INFO"

# What a run shows, reports and answers.
EXTENSIONS = {
    "newscrawl.reporting.logs.CleanLog": 0,
    "newscrawl.crawl.memory.SiteMemory": 0,
    "newscrawl.reporting.recorder.RunRecorder": 0,
    "newscrawl.reporting.progress.ProgressBar": 0,
    "newscrawl.downloader.shutdown.Shutdown": 0,
    "newscrawl.downloader.shutdown.RunTimeout": 0,
    # Off by the settings above; a run that does not load it starts a fifth of a second sooner.
    "scrapy.extensions.remote_control.RemoteControl": None,
}

# Copies of the lines are the same bytes as the durable feed's; other formats leave no value out either.
FEED_EXPORTERS = {
    **dict.fromkeys(("jsonl", "jsonlines", "jl"), "newscrawl.exports.jsonlines.JsonLinesExporter"),
    "json": "newscrawl.exports.others.JsonExporter",
    "csv": "newscrawl.exports.others.CsvExporter",
    "xml": "newscrawl.exports.others.XmlExporter",
}
FEED_EXPORT_ENCODING = "utf-8"
FEED_STORE_EMPTY = False

# What is newscrawl's own: declared, with its default, in `newscrawl/options/`; see docs/settings.md.
vars().update(options.defaults())
