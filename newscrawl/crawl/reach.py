"""How far back articles are wanted, by days in the site's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from newscrawl.sources.links import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The days before which articles are not wanted."""

    since: date | None = None
    """The day that the run states (`-a since`)."""
    read_since: date | None = None
    """The day before which nothing was ever read, as far as that is known."""
    timezone: str | None = None
    """IANA zone of the site."""

    def is_too_old(self, link: Link) -> bool:
        """Whether a list dates an article before the day from which on articles are wanted.

        Where the site's zone is not known, a time in UTC, as feeds state it, may be one of the following day there.
        """
        since = self.since
        if since is not None and self.timezone is None and (link.published or "").endswith("+00:00"):
            since -= timedelta(days=1)
        return self.is_before(since, link.published)

    def is_before_since(self, published: str | None) -> bool:
        """The same of a time as ISO 8601."""
        return self.is_before(self.since, published)

    def is_beyond(self, link: Link) -> bool:
        """Whether an article is older than wanted, or older than anything that was ever read."""
        return self.is_too_old(link) or self.is_before(self.read_since, link.published)

    def is_before(self, day: date | None, published: str | None) -> bool:
        """Whether a time, as ISO 8601, lies before a day in the site's zone."""
        if day is None or published is None:
            return False
        moment = datetime.fromisoformat(published)
        if moment.tzinfo is not None and self.timezone:
            moment = moment.astimezone(ZoneInfo(self.timezone))
        return moment.date() < day
