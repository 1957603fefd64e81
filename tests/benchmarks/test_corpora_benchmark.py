"""The benchmark of whole sets of pages: on an invented set, and where there is none."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "Le conseil a adopté vendredi un plan de rénovation de douze ponts, fragiles depuis la crue du mois de mars. " * 3
)
SCORER = """
def score(body, truth):
    return (float(body is not None and body.split() == truth.split()),) * 3
"""


def printed(gold: Path, *arguments: str) -> list[str]:
    command = [sys.executable, "-m", "benchmarks.corpora", "--gold", str(gold), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def pack(archive: Path, pages: dict[str, str]) -> None:
    """Pages by name, each with a truth of its own, as the archives of the gold have them."""
    truth = [
        {"id": name, "url": f"https://{name}.invalid/regions/les-ponts/", "main_content": TEXT, "type": "listing"}
        for name in pages
    ]
    files = {f"{name}.html": page for name, page in pages.items()}
    files["truth.jsonl"] = "\n".join(map(json.dumps, truth))
    with tarfile.open(archive, "w:xz") as file:
        for name, content in files.items():
            data = content.encode()
            member = tarfile.TarInfo(f"set/{name}")
            member.size = len(data)
            file.addfile(member, io.BytesIO(data))


def test_sets_that_are_not_there_are_skipped_with_a_reason(tmp_path: Path) -> None:
    lines = printed(tmp_path)
    assert [line.split()[0] for line in lines] == ["pages2", "wcxb", "lists", "datelines", "datelines2"]
    assert all("skipped: no " in line and str(tmp_path) in line for line in lines)


def test_it_tells_what_is_lost_and_what_has_changed(tmp_path: Path) -> None:
    folder = tmp_path / "wcxb"
    folder.mkdir()
    (tmp_path / "score_wcxb.py").write_text(SCORER)
    article = f"<title>Douze ponts</title><h1>Douze ponts</h1><p>{TEXT}</p>"
    pack(folder / "pages.tar.xz", {"un": article, "deux": article, "trois": "<title>Rien</title><p>Rien.</p>"})
    pack(folder / "lists.tar.xz", {"quatre": article, "cinq": "<title>Rien</title><p>Rien.</p>"})
    _, english, *_ = lines = printed(tmp_path, "--keep", str(tmp_path / "scores.json"))
    assert english == "wcxb       whole      3: word F1 0.6667, 1 below 0.3, 1 below 0.9"
    assert "lists      whole      2: 1 taken for articles" in lines
    scores = json.loads((tmp_path / "scores.json").read_text("utf-8"))
    assert scores == {"wcxb/un": 1.0, "wcxb/deux": 1.0, "wcxb/trois": 0.0, "lists/quatre": 0.0, "lists/cinq": 1.0}
    (tmp_path / "scores.json").write_text(json.dumps(scores | {"wcxb/un": 0.5, "lists/quatre": 1.0}))
    lines = printed(tmp_path, "--against", str(tmp_path / "scores.json"))
    assert "wcxb       whole      3: word F1 0.6667, 1 below 0.3, 1 below 0.9; 1 better, 0 worse" in lines
    assert "lists      whole      2: 1 taken for articles; 0 better, 1 worse" in lines
