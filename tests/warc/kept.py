"""What fastwarc and warcio make of an archive: readers that nobody here wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecordType

from newscrawl.warc.notes import RunNotes, from_json


class Kept:
    """What fastwarc reads in the archive of a site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths = sorted(folder.glob("*.warc.gz"))
        self.answers: list[tuple[str, int, str, int]] = []
        """Address, status, type and length of the body of each, in order."""
        self.notes: list[RunNotes] = []
        self.places: dict[tuple[str, int], str] = {}
        self.heads = ""
        for path in self.paths:
            with path.open("rb") as stream:
                for record in ArchiveIterator(stream, parse_http=False):
                    self._take(path, record)

    def _take(self, path: Path, record: Any) -> None:
        assert record.verify_block_digest()
        record.parse_http()
        if record.record_type == WarcRecordType.response:
            assert record.verify_payload_digest()
        url, body = record.headers.get("WARC-Target-URI"), record.reader.read()
        self.heads += str(dict(record.headers)) + (str(dict(record.http_headers)) if record.http_headers else "")
        if record.record_type in (WarcRecordType.response, WarcRecordType.revisit):
            kind = record.headers.get("WARC-Type")
            self.answers.append((url, record.http_headers.status_code, kind, len(body)))
            self.places[path.name, record.stream_pos] = url
        elif record.record_type == WarcRecordType.metadata:
            self.notes.append(from_json(json.loads(body)))

    def statuses(self) -> dict[str, list[int]]:
        """The statuses of the answers by the path of their address."""
        found: dict[str, list[int]] = {}
        for url, status, _, _ in self.answers:
            found.setdefault(urlsplit(url).path, []).append(status)
        return found

    def check(self) -> None:
        """`warcio check` finds nothing wrong."""
        command = [sys.executable, "-c", "from warcio.cli import main; main()", "check", "-v", *map(str, self.paths)]
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        assert "digest pass" in checked.stdout
        assert "fail" not in checked.stdout
