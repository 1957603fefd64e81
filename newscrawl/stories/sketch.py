"""What is kept of a text to find its copies: hashes of three words in a row, paragraph by paragraph."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Self
from zlib import crc32

from newscrawl.text import fold

ROW = 3
"""Words in a row that make one hash."""
_SAMPLED = 0b11
"""One hash in four is sampled: those that end in these bits cleared, in whatever text they stand."""
_WORD = re.compile(r"\w+")
_FIRST, _SECOND, _THIRD, _MASK = 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0xFFFFFFFF
Hashes = frozenset[int] | set[int]
_HASHES = "I"


@dataclass(frozen=True)
class Sketch:
    """The hashes of a text, by its paragraphs; one of fewer than three words has none."""

    paragraphs: tuple[Sequence[int], ...]

    @classmethod
    def of(cls, body: str) -> Self:
        """The sketch of a body, whose paragraphs stand apart by an empty line."""
        return cls(tuple(array(_HASHES, _hashes(paragraph)) for paragraph in body.split("\n\n")))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The sketch that `to_bytes` wrote."""
        numbers = array(_HASHES, data)
        start = numbers[0] + 1
        paragraphs = []
        for size in numbers[1:start]:
            paragraphs.append(numbers[start : start + size])
            start += size
        return cls(tuple(paragraphs))

    def to_bytes(self) -> bytes:
        """As it is kept."""
        numbers = array(_HASHES, [len(self.paragraphs), *map(len, self.paragraphs)])
        for paragraph in self.paragraphs:
            numbers.extend(paragraph)
        return numbers.tobytes()

    @cached_property
    def hashes(self) -> frozenset[int]:
        """All its hashes."""
        return frozenset(chain.from_iterable(self.paragraphs))

    @cached_property
    def sample(self) -> frozenset[int]:
        """One in four of them, by their values: texts with a passage in common have its sampled hashes in common."""
        return frozenset([number for number in self.hashes if not number & _SAMPLED])

    @cached_property
    def words(self) -> int:
        """Words of the paragraphs that have hashes."""
        return sum([len(paragraph) + ROW - 1 for paragraph in self.paragraphs if paragraph])

    def without(self, common: Hashes) -> Sketch:
        """The sketch without the passages between sampled hashes that all are `common`."""
        return Sketch(
            tuple(
                [
                    paragraph if common.isdisjoint(paragraph) else _rare(paragraph, common)
                    for paragraph in self.paragraphs
                ]
            )
        )

    def covered(self, hashes: Hashes) -> list[int]:
        """How many words of each paragraph stand in rows of three that are among `hashes`."""
        return [0 if hashes.isdisjoint(paragraph) else _covered(paragraph, hashes) for paragraph in self.paragraphs]


def _hashes(paragraph: str) -> list[int]:
    codes = [crc32(word.encode()) for word in _WORD.findall(fold(paragraph))]
    return [
        (first * _FIRST + second * _SECOND + third * _THIRD) & _MASK
        for first, second, third in zip(codes, codes[1:], codes[2:], strict=False)
    ]


def _covered(paragraph: Sequence[int], hashes: Hashes) -> int:
    if hashes.issuperset(paragraph):
        return len(paragraph) + ROW - 1
    covered = end = 0
    for place in [place for place, number in enumerate(paragraph) if number in hashes]:
        covered += ROW if place >= end else place + ROW - end
        end = place + ROW
    return covered


def _rare(paragraph: Sequence[int], common: Hashes) -> list[int]:
    sampled = [place for place, number in enumerate(paragraph) if not number & _SAMPLED]
    rare: list[int] = []
    # What stands before the first sampled hash goes as that one does, and what stands behind the last as well.
    start, was_common = 0, paragraph[sampled[0]] in common if sampled else False
    for place in sampled:
        is_common = paragraph[place] in common
        if not (is_common and was_common):
            rare += paragraph[start : place + (not is_common)]
        start, was_common = place + 1, is_common
    return rare if was_common else [*rare, *paragraph[start:]]
