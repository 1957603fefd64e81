"""What differs between two readings of an article."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.derivation.differences import Change, Tally, changes, describe, diff, is_below, within, words

PLACE = {"name": "Bruxelles", "country": "BE"}
DATELINE = {"raw": "BRUXELLES (AFP) –", "places": [PLACE], "agencies": ["AFP"], "date": None}
LINE: dict[str, Any] = {
    "newscrawl_version": "0.1.0",
    "headline": "Un titre",
    "body": "Un premier paragraphe.\n\nUn second.",
    "dateline": DATELINE,
    "tags": ["ports"],
}
VALUES = st.recursive(
    st.none() | st.integers(-5, 5) | st.text("aé\n ", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
LINES = st.dictionaries(st.sampled_from(["headline", "dateline", "tags"]), VALUES)


def found(**new: Any) -> list[tuple[str, Any, Any, str]]:
    return [(change.path, change.old, change.new, change.kind) for change in changes(LINE, {**LINE, **new})]


def test_the_same_line_by_another_version_differs_in_nothing() -> None:
    assert found(newscrawl_version="0.2.0", schema_version="1.1", archive=None, authors=[]) == []


def test_nested_fields_have_a_path() -> None:
    moved = {**DATELINE, "places": [{**PLACE, "country": "FR"}], "date": "2026-11-22"}
    assert found(dateline=moved) == [
        ("dateline.places[0].country", "BE", "FR", "changed"),
        ("dateline.date", None, "2026-11-22", "filled"),
    ]


def test_what_comes_or_goes_as_a_whole_is_one_change() -> None:
    assert found(dateline=None) == [("dateline", DATELINE, None, "emptied")]
    assert [change.kind for change in changes({**LINE, "dateline": None}, LINE)] == ["filled"]


def test_lists_of_other_lengths_are_compared_as_a_whole() -> None:
    two = [PLACE, {"name": "Paris", "country": "FR"}]
    assert found(dateline={**DATELINE, "places": two}) == [("dateline.places", [PLACE], two, "changed")]
    assert found(tags=["ports", "grèves"]) == [("tags", ["ports"], ["ports", "grèves"], "changed")]
    assert found(tags=[]) == [("tags", ["ports"], [], "emptied")]


def test_values_of_other_types_differ() -> None:
    assert [change.path for change in changes({"a": 1}, {"a": True})] == ["a"]


def test_a_field_has_all_that_lies_in_it() -> None:
    assert is_below("dateline.places[0].name", "dateline")
    assert is_below("dateline.places[0].name", "dateline.places")
    assert not is_below("datelines", "dateline")


@given(LINES, LINES)
def test_there_is_a_change_exactly_where_there_is_a_difference(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert changes(old, old) == []
    for change in changes(old, new):
        assert change.old != change.new or type(change.old) is not type(change.new)
    if not changes(old, new):
        assert list(diff(old, new, "title")) == []


def marked_sides(marked: str) -> tuple[str, str]:
    old = re.sub(r"\{\+.*?\+\}", "", marked, flags=re.DOTALL).replace("[-", "").replace("-]", "")
    new = re.sub(r"\[-.*?-\]", "", marked, flags=re.DOTALL).replace("{+", "").replace("+}", "")
    return old, new


TEXTS = st.lists(st.sampled_from(["grève", "port", "de", "Liège", ",", "."]), max_size=12).map(" ".join)


@given(TEXTS, TEXTS)
def test_marked_words_hold_both_texts(old: str, new: str) -> None:
    if old != new:
        assert marked_sides(words(old, new)) == (old, new)


def test_of_long_texts_only_what_differs_is_told() -> None:
    old = (
        "Un premier paragraphe qui ne change pas.\n\n"
        "Réunis en assemblée générale, les dockers de la ville ont voté la grève hier soir à Anvers."
    )
    new = old.replace("hier soir", "lundi")
    assert describe(Change("body", old, new)) == "…de la ville ont voté la grève [-hier soir-]{+lundi+} à Anvers."
    assert describe(Change("language", None, "fr")) == 'null → "fr"'


def test_a_diff_has_a_row_a_value() -> None:
    new = {**LINE, "newscrawl_version": "0.2.0", "dateline": None, "body": "Un premier paragraphe.\n\nUn autre."}
    assert "".join(diff(LINE, new, "demo:0 https://exemple.fr/")) == (
        "--- demo:0 https://exemple.fr/\t0.1.0\n"
        "+++ demo:0 https://exemple.fr/\t0.2.0\n"
        "@@ -2,6 +2,3 @@\n"
        " body: Un premier paragraphe.\n"
        "-body: Un second.\n"
        "-dateline.raw: BRUXELLES (AFP) –\n"
        '-dateline.places: {"name": "Bruxelles", "country": "BE"}\n'
        "-dateline.agencies: AFP\n"
        "+body: Un autre.\n"
        " tags: ports\n"
    )


def test_fields_are_counted_with_those_that_they_lie_in() -> None:
    tally = Tally(examples=1)
    moved = {**DATELINE, "places": [{"name": "Anvers", "country": "NL"}]}
    tally.add("u1", changes(LINE, {**LINE, "dateline": moved, "tags": ["a"]}))
    tally.add("u2", changes(LINE, {**LINE, "dateline": None}))
    tally.add("u3", changes({**LINE, "dateline": None}, LINE))
    rows = {name: (t.articles, t.filled, t.emptied, t.changed, len(t.examples)) for name, t in tally.rows()}
    assert rows == {
        "dateline": (3, 1, 1, 1, 1),
        "dateline.places": (1, 0, 0, 1, 0),
        "dateline.places[].country": (1, 0, 0, 1, 1),
        "dateline.places[].name": (1, 0, 0, 1, 1),
        "tags": (1, 0, 0, 1, 1),
    }
    assert next(iter(rows)) == "dateline"


@pytest.mark.parametrize(
    ("name", "path", "old", "new"),
    [
        ("dateline", "dateline", DATELINE, None),
        ("dateline.places", "dateline.places", [PLACE], None),
        ("dateline.places[0]", "dateline.places[0]", PLACE, None),
        ("dateline.places[0].name", "dateline.places[0].name", "Bruxelles", None),
        ("dateline.places[].name", "dateline.places[].name", ["Bruxelles"], []),
    ],
    ids=["itself", "a list", "an element", "of an element", "of all elements"],
)
def test_what_goes_as_a_whole_says_something_of_each_field_in_it(name: str, path: str, old: Any, new: Any) -> None:
    (gone,) = changes(LINE, {**LINE, "dateline": None})
    assert within(gone, name) == Change(path, old, new)


@pytest.mark.parametrize(
    "name",
    [
        "date",
        "dateline.date",
        "dateline.places[1]",
        "dateline.places[1].name",
        "dateline.raw.x",
        "dateline.raw[0]",
        "tags",
    ],
)
def test_it_says_nothing_of_what_was_not_there(name: str) -> None:
    (gone,) = changes(LINE, {**LINE, "dateline": None})
    assert within(gone, name) is None


def test_another_place_more_is_a_change_of_the_names() -> None:
    two = [PLACE, {"name": "Paris", "country": "BE"}]
    (change,) = changes(LINE, {**LINE, "dateline": {**DATELINE, "places": two}})
    assert within(change, "dateline.places[].name") == Change(
        "dateline.places[].name", ["Bruxelles"], ["Bruxelles", "Paris"]
    )
    assert within(change, "dateline.places[0].name") is None
    assert within(change, "dateline") is change


@given(LINES, LINES, st.sampled_from(["headline", "dateline.a", "dateline.a.b", "tags[].a", "tags[0]"]))
def test_what_a_change_says_of_a_field_lies_in_it(old: Any, new: Any, name: str) -> None:
    for change in changes(old, new):
        part = within(change, name)
        assert part is None or is_below(part.path, name) or is_below(part.field, name)
