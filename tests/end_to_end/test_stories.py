"""Stories over two real sites: a WordPress, and a second one that was fed edited copies of the first one's articles."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import newscrawl
from tests import interpreters

pytestmark = [pytest.mark.wordpress, pytest.mark.xdist_group("wordpress")]

COPIES = 40
OWN = (
    ("Le boulanger de la place rouvre", "Après trois mois de travaux, le fournil de la rue Haute a rallumé ses fours."),
    ("Une chorale cherche des ténors", "Les répétitions ont lieu le mardi soir dans la salle des fêtes, café compris."),
    ("Le marché déménage", "Les maraîchers s’installeront derrière la gare le temps que la fontaine soit réparée."),
)
CLOSING = "La rédaction suit le dossier et reviendra sur le sujet dans sa prochaine édition."
REST = (
    "Les voisins s’en réjouissent et promettent d’être nombreux. Personne n’osait plus y croire, glisse une habituée.",
    "La commune a versé une aide, le reste vient d’une collecte. Un registre est ouvert à l’accueil de la mairie.",
)


def address_of(folder: Path) -> str:
    url: str = json.loads((folder / "site.json").read_text())["url"]
    return url


def _utc(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(UTC).isoformat()


def copied(chance: random.Random, article: dict[str, Any]) -> list[str]:
    """The paragraphs of an article as another newsroom may bring them: cut, rearranged, or within its own text."""
    body = list(article["body"])
    match chance.choice(("cut", "rearranged", "embedded", "whole")):
        case "cut":
            return body[: max(3, len(body) * 2 // 3)]
        case "rearranged":
            return [*body[:2], *chance.sample(body[2:], len(body) - 2)]
        case "embedded":
            return [OWN[0][1], *body, CLOSING]
    return body


def test_copies_are_found_and_next_to_nothing_else(
    wordpress: Path, second_wordpress: Path, shared: Path, crawl, tmp_path: Path
):
    chance = random.Random(19)  # noqa: S311
    told = [json.loads(line) for line in (wordpress / "truth.jsonl").read_text().splitlines()]
    # A copy comes up to ten hours later, and none may be from the future.
    old_enough = (datetime.now(UTC) - timedelta(hours=11)).isoformat()
    truth = [article for article in told if _utc(article["published"]) < old_enough]
    # Two texts of the test bed that copy each other are one story already; one of each is enough.
    copies_of = {article["duplicate_of"] for article in truth}
    whole = [
        article
        for article in truth
        if len(article["body"]) >= 5 and not article["foreign"] and not article["duplicate_of"]
        if article["url"] not in copies_of and article["sections"][0][0] == "Dernières minutes"
    ]
    originals = chance.sample(whole, COPIES)
    posts = []
    for article in originals:
        at = int(datetime.fromisoformat(article["published"]).timestamp()) + chance.randrange(60, 36_000)
        title = (
            article["headline"]
            if chance.random() < 0.5
            else f"{chance.choice(('Vu', 'Lu'))} ailleurs : {article['id']}"
        )
        posts.append({"title": title, "paragraphs": copied(chance, article), "at": at})
    posts += [
        {"title": title, "paragraphs": [first, rest], "at": posts[0]["at"]}
        for (title, first), rest in zip(OWN[1:], REST, strict=True)
    ]
    scripts = shared / "testbed"
    done = subprocess.run(
        ["php", Path(__file__).with_name("wordpress-copies.php"), scripts],
        input=json.dumps(posts),
        env={**os.environ, "WP_TESTBED_DIR": str(second_wordpress)},
        capture_output=True,
        text=True,
        check=True,
    )
    addresses: list[str] = json.loads(done.stdout)
    for folder in (wordpress, second_wordpress):
        run = crawl(
            "section",
            tmp_path,
            *("-a", f"url={address_of(folder)}/category/dernieres-minutes/", "-a", "pages=1000"),
            *("-s", "NEWSCRAWL_ALLOWED_PRIVATE_HOSTS=127.0.0.1", "-s", "DOWNLOAD_DELAY=0"),
        )
        assert run.returncode == 0, run.stderr

    command = [sys.executable, "-m", "newscrawl", "stories", "-s", f"NEWSCRAWL_DATA_DIR={tmp_path}"]
    run = interpreters.run(command, timeout=120)
    assert run.returncode == 0, run.stderr
    found = {
        frozenset(pair)
        for story in newscrawl.read_stories(tmp_path)
        for pair in combinations((member.url for member in story.members), 2)
    }
    between = {pair for pair in found if len({url.split("/")[2] for url in pair}) == 2}
    expected = {frozenset(pair) for pair in zip((a["url"] for a in originals), addresses, strict=False)}
    within = {frozenset((a["url"], a["duplicate_of"])) for a in truth if a["duplicate_of"]}
    # The test bed puts its texts together from some hundred sentences, so that a few say the same by chance, and a copy
    # of one may be taken for one of the other; the generated sets of `benchmarks.stories` have no such texts.
    assert len(expected - between) <= COPIES // 20
    assert len(between - expected) <= COPIES // 4
    known = {article["url"] for article in truth}
    assert len({pair for pair in found - between - within if pair <= known}) <= len(truth) // 25
