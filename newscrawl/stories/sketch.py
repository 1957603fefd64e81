"""What is kept of a text to find its copies: hashes of three words in a row and of numbers, sentence by sentence."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import NamedTuple, Self
from zlib import crc32

from newscrawl.text import fold

ROW = 3
"""Words in a row that make one hash."""
_SAMPLED = 0b11
"""One hash in four is sampled: those that end in these bits cleared, in whatever text they stand."""
_WORD = re.compile(r"\w+")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])(?:\s*[»”\"])?\s+")
_NUMBER = re.compile(r"\b\d+(?:[.,\s]\d+)*")
_SEPARATORS = re.compile(r"\D+")
_SHARE_OF_ROWS = 0.2
_FIRST, _SECOND, _THIRD, _MASK = 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0xFFFFFFFF
Hashes = frozenset[int] | set[int]
_HASHES = "I"


class Sentence(NamedTuple):
    """What is kept of a sentence."""

    rows: Sequence[int]
    """Hashes of three words in a row, in order; none where it has fewer words."""
    numbers: Sequence[int]
    """Hashes of the numbers that it states."""


class Shared(NamedTuple):
    """What one text has in common with another."""

    share: float
    """Of its words, those in sentences that the other has as well, less those in sentences with other numbers there."""
    sentences: int
    """How many these are."""


@dataclass(frozen=True)
class Sketch:
    """What is kept of a text, sentence by sentence, by its paragraphs."""

    sentences: tuple[tuple[Sentence, ...], ...]

    @classmethod
    def of(cls, body: str) -> Self:
        """The sketch of a body, whose paragraphs stand apart by an empty line."""
        return cls(
            tuple(tuple(map(_sentence, _BETWEEN_SENTENCES.split(paragraph))) for paragraph in body.split("\n\n"))
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The sketch that `to_bytes` wrote."""
        numbers = array(_HASHES, data)
        count = numbers[0]
        sizes = iter(numbers[1 : 1 + count])
        start = 1 + count
        paragraphs = []
        for length in sizes:
            sentences = []
            for _ in range(length):
                middle = start + next(sizes)
                end = middle + next(sizes)
                sentences.append(Sentence(numbers[start:middle], numbers[middle:end]))
                start = end
            paragraphs.append(tuple(sentences))
        return cls(tuple(paragraphs))

    def to_bytes(self) -> bytes:
        """As it is kept: how many sizes follow, of each paragraph its sentences and their lengths, then the hashes."""
        sizes = array(_HASHES)
        hashes = array(_HASHES)
        for paragraph in self.sentences:
            sizes.append(len(paragraph))
            for sentence in paragraph:
                sizes.extend((len(sentence.rows), len(sentence.numbers)))
                hashes.extend(sentence.rows)
                hashes.extend(sentence.numbers)
        return (array(_HASHES, [len(sizes)]) + sizes + hashes).tobytes()

    @cached_property
    def paragraphs(self) -> tuple[Sequence[int], ...]:
        """The hashes of three words in a row, by paragraphs."""
        return tuple([[*chain.from_iterable([each.rows for each in paragraph])] for paragraph in self.sentences])

    @cached_property
    def numbers(self) -> frozenset[int]:
        """Hashes of all numbers that the text states."""
        return frozenset(chain.from_iterable([each.numbers for paragraph in self.sentences for each in paragraph]))

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
        if common.isdisjoint(self.hashes):
            return self
        return Sketch(tuple([_without(paragraph, common) for paragraph in self.sentences]))

    def shared_with(self, other: Sketch) -> Shared:
        """What of the sentences the other text has as well, be it in other words here and there.

        It has a sentence if it has a fifth of its rows of three words, and every number in it.  If a number is another,
        that speaks against a copy: texts made from one template, of earthquakes or results, differ in their numbers.
        """
        words = shared = count = 0
        rows, numbers = other.hashes, other.numbers
        for sentence in chain.from_iterable(self.sentences):
            if not sentence.rows:
                continue
            size = len(sentence.rows) + ROW - 1
            words += size
            if rows.isdisjoint(sentence.rows):
                continue
            if len(rows.intersection(sentence.rows)) >= _SHARE_OF_ROWS * len(sentence.rows):
                if numbers.issuperset(sentence.numbers):
                    shared += size
                    count += 1
                else:
                    shared -= size
        return Shared(max(shared, 0) / words if words else 0.0, count)


def _sentence(text: str) -> Sentence:
    numbers = dict.fromkeys(_SEPARATORS.sub("", number) for number in _NUMBER.findall(text))
    return Sentence(array(_HASHES, _hashes(text)), array(_HASHES, [crc32(number.encode()) for number in numbers]))


def _hashes(sentence: str) -> list[int]:
    codes = [crc32(word.encode()) for word in _WORD.findall(fold(sentence))]
    return [
        (first * _FIRST + second * _SECOND + third * _THIRD) & _MASK
        for first, second, third in zip(codes, codes[1:], codes[2:], strict=False)
    ]


def _without(paragraph: tuple[Sentence, ...], common: Hashes) -> tuple[Sentence, ...]:
    rows = [*chain.from_iterable([each.rows for each in paragraph])]
    if common.isdisjoint(rows):
        return paragraph
    kept = iter(_are_rare(rows, common))
    return tuple([Sentence([row for row in each.rows if next(kept)], each.numbers) for each in paragraph])


def _are_rare(rows: Sequence[int], common: Hashes) -> list[bool]:
    """Of each row whether it is to be kept: what stands beside sampled ones goes as they do, at the ends as well."""
    sampled = [place for place, row in enumerate(rows) if not row & _SAMPLED]
    rare: list[bool] = []
    was_common = rows[sampled[0]] in common if sampled else False
    for place in sampled:
        is_common = rows[place] in common
        rare += [not (is_common and was_common)] * (place - len(rare)) + [not is_common]
        was_common = is_common
    return rare + [not was_common] * (len(rows) - len(rare))
