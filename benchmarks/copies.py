"""Sets of wires, their copies on other sites, and texts that only look like copies: `python -m benchmarks.copies`.

Built from ordinary sentences of French news, one a line in the file `gold/ordinary-dev.txt` of the folder `shared`.
Each wire is a run of sentences that stand one after the other there, and so are of one subject; a follow-up has the
sentences behind them and quotes one or two of the wire for background.  The same seed gives the same set.  Prints one
story of a set, to be looked at.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

SENTENCES = Path(os.environ.get("NEWSCRAWL_SHARED", Path(__file__).resolve().parents[2] / "shared")) / (
    "gold/ordinary-dev.txt"
)
WIRES = 320
COPIES = ("cut", "edited", "embedded", "retitled", "reworded", "translated")
"""How newsrooms copy: the beginning alone, with cuts and words of their own, within a longer text of their own, under
another headline, with other words here and there, and as another machine translation of the same source."""
COPIES_EACH = 3
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
_SITES = tuple(f"site{number:02}" for number in range(12))
_AGENCIES = {
    "AFP": "L’AFP est une agence de presse mondiale qui fournit une couverture rapide et complète de l’actualité.",
    "Belga": "Belga est l’agence de presse nationale belge et livre ses dépêches aux rédactions du pays.",
    "APS": "Algérie Presse Service diffuse chaque jour ses dépêches en arabe, en français et en anglais.",
    "Europa Press": "Europa Press est une agence privée espagnole dont les nouvelles paraissent en plusieurs langues.",
}
_PLACES = ("BRUXELLES", "ALGER", "MADRID", "PARIS", "TUNIS", "LIÈGE", "GENÈVE", "DAKAR")


@dataclass(frozen=True, slots=True)
class Text:
    """One article of one site; `story` is the number of its wire, or one of its own where it is a copy of nothing."""

    site: str
    number: int
    published: datetime
    headline: str
    agency: str | None
    paragraphs: tuple[str, ...]
    story: int
    kind: str
    """`wire`, one of `COPIES`, or `follow_up`."""


def sentences() -> list[str]:
    """The sentences at hand, each once.  Raises `FileNotFoundError`."""
    return list(dict.fromkeys(SENTENCES.read_text(encoding="utf-8").splitlines()))


def texts(seed: int, wires: int = WIRES) -> list[Text]:
    """A set of wires over ten days, three copies of each, and a follow-up of each, in order of publication."""
    made = _Maker(random.Random(seed), sentences())  # noqa: S311 - reproducible
    return sorted(made.set_of(wires), key=lambda text: (text.published, text.number))


class _Maker:
    def __init__(self, chance: random.Random, known: list[str]) -> None:
        self.chance = chance
        turn = chance.randrange(len(known))
        self.known = known[turn:] + known[:turn]
        self.words = sorted({word for sentence in known for word in sentence.split() if word.isalpha()})
        self.at = self.number = 0

    def set_of(self, wires: int) -> Iterator[Text]:
        for story in range(wires):
            sites = self.chance.sample(_SITES, COPIES_EACH + 2)
            agency = self.chance.choice(tuple(_AGENCIES))
            published = BEGIN + timedelta(minutes=self.chance.randrange(10 * 24 * 60))
            body, after, own = (self._next(self.chance.randint(*size)) for size in ((6, 10), (5, 8), (3, 3)))
            headline = self._headline(body)
            lead = f"{self.chance.choice(_PLACES)}, le {published.day} novembre ({agency}) – "
            yield self._text(sites[0], published, headline, agency, [lead + body[0], *body[1:]], story, "wire")
            for site, kind in zip(sites[1:], self.chance.sample(COPIES, COPIES_EACH), strict=False):
                later = published + timedelta(minutes=self.chance.randrange(1, 600))
                title = self._headline(body[1:]) if kind in ("retitled", "translated", "embedded") else headline
                named = agency if self.chance.random() < 0.6 else None
                yield self._text(site, later, title, named, self._copy(kind, body, own), story, kind)
            quoted = self.chance.sample(body, self.chance.randint(1, 2))
            later = published + timedelta(minutes=self.chance.randrange(120, 3600))
            yield self._text(
                sites[-1], later, self._headline(after), agency, [*after, *quoted], wires + story, "follow_up"
            )

    def _next(self, count: int) -> list[str]:
        if self.at + count > len(self.known):
            raise ValueError("more wires than there are sentences for")
        self.at += count
        return self.known[self.at - count : self.at]

    def _text(
        self, site: str, published: datetime, headline: str, agency: str | None, body: list[str], story: int, kind: str
    ) -> Text:
        self.number += 1
        paragraphs, at = [], 0
        while at < len(body):
            size = self.chance.randint(1, 3)
            paragraphs.append(" ".join(body[at : at + size]))
            at += size
        if agency is not None and self.chance.random() < 0.4:
            paragraphs.append(_AGENCIES[agency])
        return Text(site, self.number, published, headline, agency, tuple(paragraphs), story, kind)

    def _headline(self, body: Sequence[str]) -> str:
        return " ".join(self.chance.choice(body).split()[:9]).rstrip(" ,;:")

    def _copy(self, kind: str, body: list[str], own: list[str]) -> list[str]:
        match kind:
            case "cut":
                return body[: max(3, round(len(body) * self.chance.uniform(0.3, 0.6)))]
            case "edited":
                kept = [sentence for sentence in body if self.chance.random() < 0.8] or body
                moved = kept[:1] + self.chance.sample(kept[1:], len(kept) - 1)
                return [own[0], *(self._without_words(sentence, 0.05) for sentence in moved)]
            case "embedded":
                kept = body[: max(4, round(len(body) * 0.7))]
                return [own[0], *kept, *own[1:]]
            case "reworded":
                return [self._reworded(sentence, 0.12) for sentence in body]
            case "translated":
                return [self._reworded(sentence, 0.22) for sentence in body]
        return list(body)

    def _without_words(self, sentence: str, share: float) -> str:
        return " ".join(word for word in sentence.split() if self.chance.random() >= share)

    def _reworded(self, sentence: str, share: float) -> str:
        words = sentence.split()
        return " ".join(self.chance.choice(self.words) if self.chance.random() < share else word for word in words)


def main() -> int:
    """Prints the wire of one story, and what was made of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--story", type=int, default=0)
    options = parser.parse_args()
    try:
        of_story = [text for text in texts(options.seed) if text.story in (options.story, WIRES + options.story)]
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    for text in of_story:
        print(f"== {text.kind}, {text.site}, {text.published:%d/%m %H:%M}: {text.headline}\n")
        print(*text.paragraphs, sep="\n\n", end="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
