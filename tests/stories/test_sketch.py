"""What is kept of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.stories.sketch import Sentence, Shared, Sketch
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


def test_a_share_is_counted_in_words_of_sentences() -> None:
    source = Sketch.of("Un deux trois quatre cinq. Six sept huit neuf dix. Onze douze treize.")
    assert Sketch.of("Six sept huit neuf dix. Rien de tout cela ici.").shared_with(source).share == 0.5
    assert source.shared_with(source).share == 1
    assert Sketch.of("Deux mots.").shared_with(source).share == 0


def test_a_sentence_with_other_words_here_and_there_is_the_same() -> None:
    source = Sketch.of("Le conseil a voté mardi soir le budget de la commune après un long débat sur les écoles.")
    other = Sketch.of("Le conseil a adopté mardi soir les comptes de la commune après un vif débat sur les écoles.")
    assert other.shared_with(source) == Shared(1, 1)


@pytest.mark.parametrize(
    ("stated", "share"), [("19 300", 1), ("19\u202f300", 1), ("19.300", 1), ("4 100", 0), ("aucune des", 1)]
)
def test_a_sentence_with_another_number_is_another(stated: str, share: int) -> None:
    source = Sketch.of("Les crues ont contraint 19 300 personnes à quitter leurs maisons de la vallée dans la nuit.")
    text = f"Les crues ont contraint {stated} personnes à quitter leurs maisons de la vallée dans la nuit."
    assert Sketch.of(text).shared_with(source).share == share


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
    sketch = Sketch(tuple((Sentence(each[:9], ()), Sentence(each[9:], (7,))) for each in numbers))
    common |= {number for number in numbers[0] if not number & 3}
    rare = sketch.without(common)
    assert rare.numbers == sketch.numbers
    for before, after in zip(sketch.paragraphs, rare.paragraphs, strict=True):
        assert [number for number in before if number in {*after}] == [*after] or len({*before}) < len(before)
        assert {number for number in before if not number & 3 and number not in common} <= {*after}
