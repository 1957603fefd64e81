"""Whether copies of a wire are found on every site and nothing else is taken for one: `python -m benchmarks.stories`.

    python -m benchmarks.stories [--seeds 1 2 3] [--peers] [--lines N [--days D]]

Writes the sets of `benchmarks.copies` as feeds of several sites, finds their stories as `newscrawl stories` does, and
prints B³ (Bagga and Baldwin 1998), the adjusted Rand index (Hubert and Arabie 1985) and the precision and recall of
pairs, then how many copies of each kind came into the story of their wire and how many follow-ups into any.  `--peers`
adds MinHash of the library datasketch, at the threshold of its best B³.  `--lines` measures instead: seconds of the
processor, memory and bytes for as many lines over some days, a tenth of them copies, day by day as cron would.
"""

from __future__ import annotations

import argparse
import importlib
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from math import comb
from pathlib import Path
from typing import Any

import newscrawl
from benchmarks.copies import BEGIN, COPIES, Text, sentences, texts
from newscrawl import stories
from newscrawl.items import Article, Dateline
from newscrawl.store.encoding import encode
from newscrawl.urls import article_id

_THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7)
_SITES = 12
_WORDS = 150
_SHARE_OF_COPIES = 0.1

Labels = Mapping[int, object]
"""To which group each text belongs."""


def main() -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--peers", action="store_true", help="MinHash of datasketch beside it")
    parser.add_argument("--lines", type=int, help="measure the cost of so many lines")
    parser.add_argument("--days", type=int, default=30)
    options = parser.parse_args()
    try:
        if options.lines:
            return _measure(options.lines, options.days)
        return _compare(options.seeds, with_peers=options.peers)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2


def _compare(seeds: list[int], *, with_peers: bool) -> int:
    print(f"{'':<22}{'B³ P':>7}{'R':>7}{'F':>7}{'ARI':>7}{'pairs P':>9}{'R':>7}")
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for seed in seeds:
        given = texts(seed)
        truth = {text.number: text.story for text in given}
        found = _ours(given)
        _row(f"newscrawl, seed {seed}", truth, found)
        for text in given:
            kinds[text.kind].update(_joined(text, given, found))
        if with_peers:
            scored = [(_scores(truth, labels)[2], threshold, labels) for threshold, labels in _minhash(given)]
            _, threshold, labels = max(scored, key=lambda each: each[0])
            _row(f"MinHash at {threshold}", truth, labels)
    print(f"\n{'kind':<22}{'texts':>7}{'found':>7}{'share':>8}")
    for kind in (*COPIES, "follow_up"):
        counted = kinds[kind]
        print(f"{kind:<22}{counted.total():>7}{counted['joined']:>7}{counted['joined'] / counted.total():>8.3f}")
    return 0


def _row(name: str, truth: Labels, found: Labels) -> None:
    print(
        f"{name:<22}"
        + "".join(
            f"{value:>{width}.3f}" for value, width in zip(_scores(truth, found), (7, 7, 7, 7, 9, 7), strict=True)
        )
    )


def _ours(given: Sequence[Text]) -> Labels:
    """The story of each text, as the stories that were written say; its own number where it is in none."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        numbers = write_feeds(data, given)
        stories.update(data)
        found: dict[int, object] = {text.number: text.number for text in given}
        for story in newscrawl.read_stories(data):
            for member in story.members:
                found[numbers[member.site, member.id]] = story.story_id
        return found


def write_feeds(data: Path, given: Iterable[Text]) -> dict[tuple[str, str], int]:
    """The texts as feeds of their sites, a segment a day; the number of each by site and id."""
    numbers = {}
    segments: dict[Path, list[bytes]] = defaultdict(list)
    for text in given:
        article = article_of(text)
        numbers[text.site, article.id] = text.number
        day = text.published.date().isoformat()
        segments[data / "feeds" / text.site / f"{text.site}-{day}.jsonl"].append(encode(article))
    for path, lines in segments.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(lines))
    return numbers


def article_of(text: Text) -> Article:
    """A text as its site's spider would have it, published and crawled in the same hour."""
    first, *others = text.paragraphs
    raw, dash, lead = first.partition(" – ")
    dateline = Dateline(raw=raw + " –", agencies=[text.agency]) if dash and text.agency else None
    url = f"https://{text.site}.example/{text.number}/"
    return Article(
        id=article_id(url),
        url=url,
        site=text.site,
        headline=text.headline,
        body="\n\n".join([lead if dateline else first, *others]),
        dateline=dateline,
        agencies=[text.agency] if text.agency else [],
        published_at=text.published.isoformat(),
        published_precision="minute",
        crawled_at=(text.published + timedelta(minutes=5)).isoformat(),
        language="fr",
    )


def _joined(text: Text, given: Sequence[Text], found: Labels) -> list[str]:
    """Whether a copy is in the story of its wire, or a follow-up in any story."""
    if text.kind == "follow_up":
        others = [other for other in given if other.number != text.number and found[other.number] == found[text.number]]
        return ["joined" if others else "alone"]
    wire = next(other for other in given if other.story == text.story and other.kind == "wire")
    return ["joined" if found[text.number] == found[wire.number] else "alone"]


def _scores(truth: Labels, found: Labels) -> tuple[float, float, float, float, float, float]:
    """B³ precision, recall and F1, the adjusted Rand index, and precision and recall of pairs."""
    sizes, true_sizes = Counter(found.values()), Counter(truth.values())
    both = Counter((truth[text], found[text]) for text in truth)
    precision = sum(count * count / sizes[group] for (_, group), count in both.items()) / len(truth)
    recall = sum(count * count / true_sizes[group] for (group, _), count in both.items()) / len(truth)
    right, ours, theirs = (sum(comb(count, 2) for count in sizes.values()) for sizes in (both, sizes, true_sizes))
    expected = ours * theirs / comb(len(truth), 2)
    rand = (right - expected) / ((ours + theirs) / 2 - expected)
    f1 = 2 * precision * recall / (precision + recall)
    return precision, recall, f1, rand, right / ours if ours else 1.0, right / theirs


def _minhash(given: Sequence[Text]) -> Iterator[tuple[float, Labels]]:
    """Groups by MinHash of 3-word shingles, all that are linked together, at several thresholds of Jaccard."""
    datasketch: Any = importlib.import_module("datasketch")
    hashes = {}
    for text in given:
        words = " ".join(text.paragraphs).lower().split()
        shingles = {" ".join(words[at : at + 3]).encode() for at in range(len(words) - 2)}
        hashes[text.number] = datasketch.MinHash(num_perm=128)
        hashes[text.number].update_batch(shingles)
    for threshold in _THRESHOLDS:
        index = datasketch.MinHashLSH(threshold=threshold, num_perm=128)
        labels = {number: number for number in hashes}
        for number, hashed in hashes.items():
            for other in index.query(hashed):
                if hashed.jaccard(hashes[other]) >= threshold:
                    _unite(labels, number, other)
            index.insert(number, hashed)
        yield threshold, {number: _root(labels, number) for number in labels}


def _unite(labels: dict[int, int], one: int, other: int) -> None:
    labels[_root(labels, one)] = _root(labels, other)


def _root(labels: dict[int, int], number: int) -> int:
    while labels[number] != number:
        number = labels[number]
    return number


def _measure(lines: int, days: int) -> int:
    """Writes day after day, finds stories each time, and prints what every day cost."""
    chance = random.Random(1)  # noqa: S311 - reproducible
    words = sorted({word for sentence in sentences() for word in sentence.split() if word.isalpha()})
    print(f"{'day':>4}{'lines':>9}{'ms a line':>11}{'MB resident':>13}{'MB derived':>12}{'MB feeds':>10}{'stories':>9}")
    data = Path(tempfile.mkdtemp(prefix="newscrawl-stories-"))
    number = 0
    try:
        for day in range(days):
            begin = BEGIN + timedelta(days=day)
            given = list(_random_texts(chance, words, lines // days, begin, number))
            number += len(given)
            write_feeds(data, given)
            del given
            start = time.process_time()
            stories.update(data)
            spent = time.process_time() - start
            kept = sum(1 for _ in newscrawl.read_stories(data))
            sizes = [_size(data / part) / 1e6 for part in ("derived", "feeds")]
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            a_line = spent / (lines // days) * 1000
            print(
                f"{day:>4}{number:>9}{a_line:>11.3f}{memory:>13.0f}{sizes[0]:>12.1f}{sizes[1]:>10.1f}{kept:>9}",
                flush=True,
            )
    finally:
        shutil.rmtree(data)
    return 0


def _random_texts(chance: random.Random, words: list[str], count: int, begin: datetime, number: int) -> Iterator[Text]:
    recent: list[Text] = []
    for at in range(count):
        site = f"site{chance.randrange(_SITES):02}"
        published = begin + timedelta(seconds=86_400 * at // count)
        if recent and chance.random() < _SHARE_OF_COPIES:
            original = chance.choice(recent[-500:])
            paragraphs = original.paragraphs[: chance.randint(2, 4)]
        else:
            paragraphs = tuple(" ".join(chance.choices(words, k=_WORDS // 4)) for _ in range(4))
        text = Text(site, number + at, published, paragraphs[0][:60], "AFP", paragraphs, number + at, "wire")
        recent.append(text)
        yield text


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    sys.exit(main())
