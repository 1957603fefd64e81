"""The files of `-o` and `-O`: their formats by their names, and whether they can be written, before a run starts."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from newscrawl.commands.base import misused

if TYPE_CHECKING:
    import argparse

    from scrapy.settings import BaseSettings

STDOUT = frozenset({"-", "stdout:"})
_PACKED = ".gz"
_ONE_DOCUMENT = frozenset(("json", "xml"))
"""Formats whose files are one document, to which nothing can be appended."""


def name_formats(opts: argparse.Namespace, settings: BaseSettings) -> None:
    """States the format of each output, where its name tells it but not to Scrapy.

    `-` is JSON Lines, `x.csv.gz` what `x.csv` is.  Raises `UsageError` for names that tell no format.
    """
    known = [name for name, path in settings.getwithbase("FEED_EXPORTERS").items() if path]
    for given in (opts.output, opts.overwrite_output):
        if given:
            given[:] = [_with_format(output, known) for output in given]


def pack_outputs(settings: BaseSettings) -> None:
    """Has outputs of the command line compressed whose names end in `.gz`."""
    feeds = settings.getdict("FEEDS")
    for uri, how in feeds.items():
        if str(uri).endswith(_PACKED):
            how.setdefault("postprocessing", ["scrapy.extensions.postprocessing.GzipPlugin"])
    if feeds:
        settings.set("FEEDS", feeds, priority="cmdline")


def _with_format(output: str, known: Iterable[str]) -> str:
    if output in STDOUT:
        return "-:jsonl"
    name, _, stated = output.rpartition(":")
    if name and stated in known:
        return output
    kind = Path(output.removesuffix(_PACKED)).suffix.removeprefix(".")
    if kind in known:
        return f"{output}:{kind}"
    if kind == "parquet":
        lines = f"{output.removesuffix('.parquet')}.jsonl"
        query = f"COPY (FROM read_json('{lines}')) TO '{output}'"
        raise misused(f'no output in Parquet; write {lines}, then: duckdb -c "{query}"')
    raise misused(
        f"the name {output!r} tells no format: end it in .jsonl, .csv, .json or .xml (and .gz), "
        f"or write {output}:jsonl, with one of {', '.join(known)}"
    )


def output_path(uri: str) -> Path | None:
    """The file that an output of Scrapy's feed exports goes to, null where it is no file or its name is not fixed."""
    address = urlsplit(uri)
    if uri == "-" or (address.scheme and address.scheme != "file" and not Path(uri).is_absolute()) or "%(" in uri:
        return None
    return Path(unquote(address.path) if address.scheme == "file" else uri).absolute()


def check_outputs(feeds: Mapping[Any, Mapping[str, Any]]) -> None:
    """Opens each file of the settings `FEEDS` as the run will.

    Raises `OSError` where that fails, and `UsageError` where a file is to be continued that is one whole document.
    """
    for uri, how in feeds.items():
        path = output_path(str(uri))
        whole = how.get("format") in _ONE_DOCUMENT and not how.get("overwrite")
        if whole and path is not None and path.is_file() and path.stat().st_size:
            kind = how["format"].upper()
            raise misused(f"{path} exists, and nothing can be appended to {kind}: use -O, or JSON Lines")
        check_output(str(uri))


def check_output(uri: str) -> None:
    """Opens a file to write as the run will, and raises `OSError` where that fails.

    What exists keeps its content; what has to be made for it, file and folders, is removed again.
    """
    path = output_path(uri)
    if path is None:
        return
    path = Path(os.path.realpath(path))  # of a link that leads nowhere yet, the file is made and removed, not the link
    if path.exists() and not (path.is_file() or path.is_dir()):
        # Opening a pipe waits for its reader, and closing it sends the reader away.
        if not os.access(path, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return
    _open_once(path)


def _open_once(path: Path) -> None:
    made: list[Path] = []
    try:
        for folder in reversed([folder for folder in path.parents if not folder.exists()]):
            folder.mkdir(exist_ok=True)
            made.append(folder)
        try:
            path.open("xb").close()
        except FileExistsError:
            path.open("ab").close()
        else:
            path.unlink()
    finally:
        for folder in reversed(made):
            with suppress(OSError):  # another run has put something there in the meantime
                folder.rmdir()
