"""What is kept of a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newscrawl.stories.sketch import Sketch
from tests.stories.wires import PORT, SELF_DESCRIPTION, paragraphs

NUMBERS = st.lists(st.lists(st.integers(0, 0xFFFFFFFF), max_size=40), min_size=1, max_size=8)


@given(st.text() | st.lists(st.sampled_from(("Le", "port", "de", "Tarsenne", "\n\n")), max_size=60).map(" ".join))
def test_it_comes_back_as_it_was_kept(body: str) -> None:
    sketch = Sketch.of(body)
    back = Sketch.from_bytes(sketch.to_bytes())
    assert [[*paragraph] for paragraph in back.paragraphs] == [[*paragraph] for paragraph in sketch.paragraphs]
    assert len(back.paragraphs) == len(body.split("\n\n"))


def test_case_accents_and_typography_make_no_difference() -> None:
    assert Sketch.of("L’État, « réformé » – hier").hashes == Sketch.of("l'etat reforme hier").hashes


def test_words_of_what_has_rows_of_three() -> None:
    sketch = Sketch.of("Un deux trois quatre.\n\nCourt texte\n\nCinq, six, sept")
    assert [len(paragraph) for paragraph in sketch.paragraphs] == [2, 0, 1]
    assert sketch.words == 7


def test_what_is_covered_is_counted_in_words() -> None:
    source = Sketch.of("un deux trois quatre cinq six sept huit").hashes
    assert Sketch.of("a un deux trois b six sept huit c\n\nun deux trois quatre\n\nd e f g").covered(source) == [
        6,
        4,
        0,
    ]


def test_a_sampled_hash_is_sampled_in_whatever_text() -> None:
    whole, part = Sketch.of(PORT), Sketch.of(paragraphs(PORT, 1, 3))
    assert part.sample == part.hashes & whole.sample
    assert 0.15 < len(whole.sample) / len(whole.hashes) < 0.35


def test_common_passages_go_and_the_rest_stays() -> None:
    common = Sketch.of(SELF_DESCRIPTION)
    mixed = Sketch.of(f"{paragraphs(PORT, 0)} {SELF_DESCRIPTION}\n\n{paragraphs(PORT, 1)}")
    rare = mixed.without(common.sample)
    assert len(rare.hashes & common.hashes) < len(common.hashes) / 4
    assert [*rare.paragraphs[1]] == [*mixed.paragraphs[1]]
    port = Sketch.of(paragraphs(PORT, 0)).hashes
    assert len(rare.hashes & port) > 0.8 * len(port)
    assert common.without(common.sample).words == 0


@given(NUMBERS, st.sets(st.integers(0, 0xFFFFFFFF)))
def test_only_passages_with_a_common_hash_lose_anything(numbers: list[list[int]], common: set[int]) -> None:
    sketch = Sketch(tuple(numbers))
    common |= {number for number in numbers[0] if not number & 3}
    rare = sketch.without(common)
    for before, after in zip(sketch.paragraphs, rare.paragraphs, strict=True):
        assert [number for number in before if number in {*after}] == [*after] or len({*before}) < len(before)
        assert {number for number in before if not number & 3 and number not in common} <= {*after}
