"""tdmrep.json: what its rules say of an address."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.article.draft import Context, Draft, Paragraph
from newscrawl.article.rights import RESERVED, add_headers, add_reservation, settle
from newscrawl.article.stages import understand
from newscrawl.article.tdmrep import Reservation, Rule, comparable, read_tdmrep, reservation_at
from newscrawl.items import Article, Dateline, Reference, Rights

SITE = "https://journal.example"


def rules(*locations: str) -> list[Rule]:
    return read_tdmrep(json.dumps([{"location": each, "tdm-reservation": 1} for each in locations]).encode())


@pytest.mark.parametrize(
    ("location", "path", "matches"),
    [
        ("/", "/monde/a.html", True), ("/monde", "/monde/a.html", True), ("/monde/", "/sport/a", False),
        ("/Monde/", "/monde/a", False), ("/a/*.html", "/a/b/c.html?x", True), ("/a/*.html$", "/a/b.html?x", False),
        ("/a$", "/a", True), ("/a$", "/ab", False), ("*", "/a", True), ("*.pdf$", "/x/y.pdf", True),
        ("/a*b*c$", "/a-b-b-c", True), ("/a*b*c$", "/a-c-b", False), ("/ab*ab$", "/ab", False),
        ("monde/", "/monde/a", True),
        ("/foo-%24", "/foo-$", True), ("/foo-%2A", "/foo-*", True), ("/%7Emoi", "/~moi", True),
        ("/~moi", "/%7emoi", True),
        ("/caf%C3%A9", "/café", True), ("/café", "/caf%c3%a9", True), ("/a%2Fb", "/a/b", False),
        ("https://journal.example/b/", "/b/c", True), ("/?p=", "/?p=12", True),
    ],
)  # fmt: skip
def test_locations(location: str, path: str, matches: bool) -> None:
    assert reservation_at(rules(location), SITE + path) == Reservation(True if matches else None)


def test_the_first_that_matches_wins_and_none_is_unset() -> None:
    found = read_tdmrep(
        b'[{"location": "/a/libre/", "tdm-reservation": 0},'
        b'{"location": "/a/", "tdm-reservation": 1, "tdm-policy": "/p"}]'
    )
    assert reservation_at(found, f"{SITE}/a/libre/x") == Reservation(False)
    assert reservation_at(found, f"{SITE}/a/x") == Reservation(True, "/p")
    assert reservation_at(found, f"{SITE}/b") == Reservation()


@pytest.mark.parametrize(
    ("data", "count"),
    [
        ([], 0), ({"location": "/", "tdm-reservation": 1}, 1), ([{"location": "/", "tdm-reservation": "1"}], 1),
        ([{"location": "/", "tdm-reservation": 2}], 0), ([{"location": "/", "tdm-reservation": True}], 0),
        ([{"location": "/"}], 0), ([{"tdm-reservation": 1}], 0), ([{"location": 5, "tdm-reservation": 1}], 0),
        ([{"location": "", "tdm-reservation": 1}], 0), ([None, 3, "x", [1]], 0),
        ([{"location": "/", "tdm-reservation": 1}] * 20_000, 5_000),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_passed_over(data: Any, count: int) -> None:
    assert len(read_tdmrep(json.dumps(data).encode())) == count


@pytest.mark.parametrize("body", [b"", b"{", b"7", b'"x"', b"[" * 100_000, b"<html>", b"\xff\xfe"])
def test_what_is_no_list_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_tdmrep(body)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_pattern_and_any_path(location: str, path: str) -> None:
    found = reservation_at(rules(location), f"{SITE}/{path}".replace("[", "").replace("]", ""))
    assert found.reserved in (True, None)
    assert comparable(comparable(path)) == comparable(path)


@pytest.mark.parametrize(
    ("page", "header", "site", "reserved", "policy"),
    [
        (None, None, Reservation(True, "/p"), True, "https://journal.example/p"),
        (None, "0", Reservation(True, "/p"), False, None),
        (True, "0", Reservation(False), True, None),
        (None, "1", Reservation(False, "/p"), True, "https://journal.example/p"),
        (None, "x", Reservation(None), None, None),
        (False, None, Reservation(True, "javascript:x"), False, None),
    ],
)
def test_a_later_technique_goes_before_an_earlier_one_and_absence_resets_nothing(
    page: bool | None, header: str | None, site: Reservation, reserved: bool | None, policy: str | None
) -> None:
    rights = Rights(tdm_reserved=page)
    add_headers(rights, [], header, None)
    add_reservation(rights, site, f"{SITE}/a")
    settle(Draft(Article(id="0", url=SITE, rights=rights)))
    assert (rights.tdm_reserved, rights.tdm_policy) == (reserved, policy)


def reserved_draft(reservations: Any) -> Draft:
    article = Article(
        id="0" * 32, url=f"{SITE}/a", headline="Un titre", standfirst="Un chapô",
        published_at="2026-11-20T10:00:00+01:00",
        tags=["mot"], authors=["Jeanne"], related=[Reference(None, "Autre")], dateline=Dateline(raw="PARIS –"),
        rights=Rights(tdm_reserved=True), content_hash="ab", comment_count=3, image=f"{SITE}/i.jpg",
    )  # fmt: skip
    return Draft(
        article, [Paragraph("PARIS, 20 nov (AFP) – Un texte.")], Context(reservations=reservations), byline="Par X"
    )


def test_a_respected_reservation_leaves_address_headline_times_and_rights() -> None:
    article = understand(reserved_draft("respect"))
    kept = {name: value for name, value in article.to_dict().items() if value not in (None, [], "")}
    assert set(kept) == {
        "schema_version", "newscrawl_version", "kind", "id", "revision", "url", "headline", "published_at", "rights",
        "content_hash", "problems",
    }  # fmt: skip
    assert article.problems == [RESERVED]


@pytest.mark.parametrize("reservations", ["record", "ignore"])
def test_otherwise_it_is_noted_alone(reservations: str) -> None:
    article = understand(reserved_draft(reservations))
    assert article.body == "Un texte."
    assert article.rights.tdm_reserved is True
    assert RESERVED not in article.problems
