"""A story as it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from newscrawl import read_stories
from newscrawl.items import Article, Dateline, Named, Place, Story, StoryAgency
from newscrawl.schema import story_schema
from newscrawl.store.encoding import decode, encode_object
from newscrawl.stories.sketch import Sketch
from newscrawl.stories.telling import Facts, Told, moment_of, seconds, told
from tests.stories.wires import CRUE, PORT, article, paragraphs

DATELINE = Dateline(raw="TARSENNE (APF) –", places=[Place("Tarsenne", "BE")], agencies=["Belga"])
FIRST = article("alpha", 1, PORT)
OWN = "« Je n'y croyais plus », confie au journal Solène, qui vend du café devant les grilles depuis vingt ans."


def text(of: Article, *, is_gone: bool = False) -> Told:
    seen = seconds(of.crawled_at or "")
    facts, sketch = Facts.of(of, of.site, "alpha-2026-11-23:0"), Sketch.of(of.body or "")
    return Told(facts=facts, moment=moment_of(of, seen), seen=seen, is_gone=is_gone, sketch=sketch)


def story(*texts: Told) -> Story:
    found = told(texts)
    assert found is not None
    return found


def every_kind() -> Iterator[Story]:
    signed = replace(FIRST, dateline=DATELINE, agencies=["Belga", "AFP"])
    copy = article("beta", 2, f"{paragraphs(PORT, 0)}\n\n{OWN}\n\nLire\n\n{paragraphs(PORT, 3)}", 60, headline=None)
    undated = article("gamma", 3, PORT, 90, published_at=None, published_precision=None)
    yield story(text(signed), text(copy), text(undated))
    yield story(text(signed, is_gone=True), text(copy), text(undated))


def test_lines_satisfy_their_schema_and_are_read_back() -> None:
    rules = story_schema()
    jsonschema.Draft202012Validator.check_schema(rules)
    for found in every_kind():
        line = encode_object(found.to_dict())
        jsonschema.validate(decode(line), rules, format_checker=jsonschema.FormatChecker())
        assert list(decode(line)) == list(rules["properties"])
        assert Story.from_json(line) == found
        assert not jsonschema.Draft202012Validator(rules).is_valid({**decode(line), "story_id": "none"})
        with pytest.raises(ValueError, match="story_id"):
            Story.from_json(line.replace(b'"story_id":"', b'"story_id":1,"was":"'))


def test_a_paragraph_comes_from_the_earliest_that_has_it() -> None:
    second = article("beta", 2, f"{paragraphs(PORT, 0, 1, 2)}\n\n{OWN}", 60)
    third = article("gamma", 3, f"{OWN}\n\n{paragraphs(PORT, 0, 1)}\n\nLire", 90)
    members = story(text(third), text(FIRST), text(second)).members
    assert [member.site for member in members] == ["alpha", "beta", "gamma"]
    assert members[0].paragraphs == [None] * 5
    assert members[0].share == 0
    assert members[1].paragraphs == [FIRST.id] * 3 + [None]
    assert members[2].paragraphs == [second.id, FIRST.id, FIRST.id, None]
    assert members[2].share == 1


def test_agencies_stand_with_their_evidence() -> None:
    first = replace(FIRST, dateline=DATELINE, agencies=["Belga", "AFP"])
    second = article("beta", 2, PORT, 60, agencies=["AFP"])
    found = story(text(first), text(second))
    assert found.countries == ["BE"]
    assert found.agencies == [
        StoryAgency(
            name="AFP",
            evidence=[
                Named(site="alpha", id=first.id, by="signature"),
                Named(site="beta", id=second.id, by="signature"),
            ],
        ),
        StoryAgency(name="Belga", evidence=[Named(site="alpha", id=first.id, by="dateline")]),
    ]


def test_the_agency_of_a_copy_that_names_none_may_stand_in_a_later_one() -> None:
    signed = article("beta", 2, PORT, 60, agencies=["AFP"])
    mostly_own = article("gamma", 3, f"{CRUE}\n\n{paragraphs(PORT, 0, 1)}", 90)
    members = story(text(FIRST), text(signed), text(mostly_own)).members
    assert [member.copied_agencies for member in members] == [["AFP"], [], []]


def test_former_ids_are_those_it_had_while_its_texts_came() -> None:
    late = [article("alpha", number, PORT, -number, crawled_at=f"2026-11-23T0{number}:00:00Z") for number in (1, 2, 3)]
    found = story(*map(text, late))
    assert found.story_id == late[2].id
    assert found.former_ids == sorted(each.id for each in late[:2])
    assert story(*map(text, late[:2])).former_ids == [late[0].id]


def test_one_article_is_no_story() -> None:
    assert told([text(FIRST)]) is None
    assert told([text(FIRST), text(article("beta", 2, PORT, 5), is_gone=True)]) is None


def test_stories_are_read_from_a_file_a_folder_or_a_data_folder(tmp_path: Path) -> None:
    folder = tmp_path / "derived" / "stories"
    folder.mkdir(parents=True)
    found = [*every_kind()]
    for day, each in zip(("2026-11-21", "2026-11-20"), found, strict=True):
        (folder / f"stories-{day}.jsonl").write_bytes(encode_object(each.to_dict()))
    (folder / "stories.jsonl").write_text("another file\n")
    assert [*read_stories(tmp_path)] == [*read_stories(folder)] == found[::-1]
    assert [*read_stories(folder / "stories-2026-11-21.jsonl")] == found[:1]
    with pytest.raises(FileNotFoundError):
        [*read_stories(tmp_path / "nowhere")]
