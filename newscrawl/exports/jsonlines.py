"""JSON Lines in the encoding of the durable feed, for `FEEDS`, `-o` and `-O`."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path
from typing import Any

from scrapy.exporters import BaseItemExporter
from scrapy.utils.serialize import ScrapyJSONEncoder

from newscrawl.items import Article, plain
from newscrawl.store.encoding import encode, encode_object


class JsonLinesExporter(BaseItemExporter):
    """An article exactly as the durable feed holds it; other items, or chosen fields, in the same encoding.

    Always UTF-8 and one line an item, whatever `encoding` and `indent` say.
    """

    def __init__(self, file: BytesIO, **options: Any) -> None:
        super().__init__(dont_fail=True, **options)
        self._file = file
        self._default = ScrapyJSONEncoder().default

    def start_exporting(self) -> None:
        """Ends a line that a killed run left open, so that the first new one is not glued to it."""
        if _is_open_ended(self._file):
            self._file.write(b"\n")

    def export_item(self, item: Any) -> None:
        """Writes the line of an item."""
        if isinstance(item, Article) and self.fields_to_export is None:
            self._file.write(encode(item))
            return
        chosen = self.get_serialized_fields(item, include_empty=isinstance(item, Article) or None)
        self._file.write(encode_object({name: plain(value) for name, value in chosen}, self._default))


def _is_open_ended(file: Any) -> bool:
    """Whether a file on disk that is appended to ends within a line."""
    name = getattr(file, "name", None)
    if not isinstance(name, str) or not Path(name).is_file():
        return False
    with Path(name).open("rb") as content:
        if content.seek(0, os.SEEK_END) == 0:
            return False
        content.seek(-1, os.SEEK_END)
        return content.read(1) != b"\n"
