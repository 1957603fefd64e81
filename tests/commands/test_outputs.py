"""Outputs of a run: what their names say, and whether they can be written."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pytest
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from newscrawl.commands.outputs import check_output, check_outputs, name_formats, output_path, pack_outputs


def named(output: str) -> str:
    opts = argparse.Namespace(output=[output], overwrite_output=None)
    name_formats(opts, Settings())
    [found] = opts.output
    return str(found)


@pytest.mark.parametrize(
    ("output", "found"),
    [
        ("a.jsonl", "a.jsonl:jsonl"), ("a.csv.gz", "a.csv.gz:csv"), ("b/a.b.xml", "b/a.b.xml:xml"), ("-", "-:jsonl"),
        ("a:csv", "a:csv"), ("s3://bucket/a.json", "s3://bucket/a.json:json"), ("-:csv", "-:csv"),
    ],
)  # fmt: skip
def test_names_tell_formats(output: str, found: str) -> None:
    assert named(output) == found


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("articles", r"'articles' tells no format: .* write articles:jsonl, with one of json, "),
        ("a.gz", "tells no format"),
        ("a.txt", "tells no format"),
        (
            "d/a.parquet",
            r"write d/a\.jsonl, then: duckdb .*read_json\('d/a\.jsonl'\)\) TO 'd/a\.parquet'",
        ),
    ],
)
def test_names_that_tell_none_are_refused_with_the_way(output: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        named(output)


def test_only_names_that_say_so_are_compressed() -> None:
    settings = Settings({"FEEDS": {"a.csv": {"format": "csv"}, "a.csv.gz": {"format": "csv"}}})
    pack_outputs(settings)
    feeds = settings.getdict("FEEDS")
    assert "postprocessing" not in feeds["a.csv"]
    assert feeds["a.csv.gz"]["postprocessing"] == ["scrapy.extensions.postprocessing.GzipPlugin"]


@pytest.mark.parametrize(("kind", "refused"), [("json", True), ("xml", True), ("csv", False), ("jsonl", False)])
def test_nothing_is_appended_to_a_whole_document(tmp_path: Path, kind: str, *, refused: bool) -> None:
    path = tmp_path / f"a.{kind}"
    how = {"format": kind}
    check_outputs({str(path): how})
    path.write_text("[]")
    check_outputs({str(path): {**how, "overwrite": True}})
    if refused:
        with pytest.raises(UsageError, match=f"{path} exists, and nothing can be appended"):
            check_outputs({str(path): how})
    else:
        check_outputs({str(path): how})


@pytest.mark.parametrize("uri", ["-", "stdout:", "s3://bucket/articles.jsonl", "articles-%(time)s.jsonl", "ftp://h/x"])
def test_outputs_that_are_no_fixed_file(uri: str) -> None:
    assert output_path(uri) is None


def test_an_output_is_checked_without_touching_it(tmp_path: Path) -> None:
    wanted = tmp_path / "new" / "un fil.jsonl"
    check_output(str(wanted))
    check_output(wanted.as_uri())
    assert output_path(wanted.as_uri()) == wanted
    assert not wanted.parent.exists()
    with pytest.raises(OSError, match=str(tmp_path)):
        check_output(str(tmp_path))
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        check_output(str(tmp_path / "file" / "articles.jsonl"))


@pytest.mark.parametrize("name", ["long" * 100 + ".jsonl", "loop", "new/" + "long" * 100 + "/articles.jsonl"])
def test_an_output_that_nobody_can_open_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match=r"long|loop"):
        check_output(str(tmp_path / name))
    assert [path.name for path in tmp_path.iterdir()] == ["loop"]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which root makes no file either")
def test_an_output_where_even_root_makes_no_file() -> None:
    with pytest.raises(OSError, match="articles"):
        check_output("/proc/articles.jsonl")


def test_an_output_that_exists_is_kept(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept.jsonl", tmp_path / "link.jsonl"
    kept.write_text("{}\n")
    link.symlink_to(tmp_path / "elsewhere" / "later.jsonl")
    check_output(str(kept))
    check_output(str(link))
    assert kept.read_text() == "{}\n"
    assert link.is_symlink()
    assert not (tmp_path / "elsewhere").exists()


def test_a_pipe_is_not_opened_before_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    check_output(str(tmp_path / "pipe"))  # opening it would wait for a reader


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_in_a_folder_of_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PermissionError):
        check_output(str(tmp_path / "articles.jsonl"))
