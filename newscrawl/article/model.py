"""How likely each block of a page is the article's text: a logistic model over structural traits.

The table `data/blocks.tsv` comes from `tools/train_blocks.py`; docs/model.md tells what it knows and where it is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from newscrawl.article.traits import Traits
from newscrawl.bounds import unbounded

_BASE = "base"
_FARTHEST = 20.0
"""Sum beyond which a likelihood is 0 or 1 for all that matters."""


@dataclass(frozen=True, slots=True)
class Model:
    """The weights of the traits."""

    base: float
    """What speaks for any block."""
    slopes: tuple[tuple[str, float], ...]
    """For each trait, what one unit of it adds."""

    def likelihood(self, traits: Traits) -> float:
        """How likely a block is the article's text: 0 to 1."""
        total = self.base + sum(slope * traits[name] for name, slope in self.slopes)
        return 1.0 / (1.0 + exp(-max(-_FARTHEST, min(_FARTHEST, total))))


@cache
def trained() -> Model:
    """The model of the table: a line each for weight, mean and spread of a trait, the base first."""
    with unbounded():
        table = files(__package__).joinpath("data/blocks.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in table if not line.startswith("#")]
    base, slopes = 0.0, []
    for name, *numbers in rows:
        weight, mean, spread = map(float, numbers)
        if name == _BASE:
            base += weight
        else:
            base -= weight * mean / spread
            slopes.append((name, weight / spread))
    return Model(base, tuple(slopes))
