"""CSV, XML and JSON for `FEEDS`, `-o` and `-O`: whole values in each, as the lines of the durable feed hold them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from scrapy.exporters import BaseItemExporter, CsvItemExporter, JsonItemExporter, XmlItemExporter
from scrapy.utils.serialize import ScrapyJSONEncoder

from newscrawl.items import plain
from newscrawl.store.encoding import decode, encode_object

_ENCODER = ScrapyJSONEncoder()


class _Whole(BaseItemExporter):
    """Gives each value as JSON types, whatever records an item is made of."""

    def serialize_field(self, field: Mapping[str, Any], name: str, value: Any) -> Any:
        """The value of a field; what a project's own serializer makes of it is left as it is."""
        if "serializer" in field:
            return super().serialize_field(field, name, value)
        return self.written(decode(encode_object({name: plain(value)}, _ENCODER.default))[name])

    def written(self, value: Any) -> Any:
        """A value of JSON types as this format has it."""
        return value


class JsonExporter(_Whole, JsonItemExporter):
    """One JSON array."""


class CsvExporter(_Whole, CsvItemExporter):
    """One row an item: lists and objects are JSON in their cell, null is an empty cell.

    What is appended to a file has no line of headers once more.
    """

    def __init__(self, file: BytesIO, **options: Any) -> None:
        super().__init__(file, **{"include_headers_line": not _is_continued(file), **options})

    def written(self, value: Any) -> Any:
        """Text as it is, all else as JSON."""
        if value is None or isinstance(value, str):
            return value or ""
        return json.dumps(value, ensure_ascii=False)


class XmlExporter(_Whole, XmlItemExporter):
    """One element an item: those of a list are `value`, null is an empty element."""

    def written(self, value: Any) -> Any:
        """The text of numbers and switches, without elements for it."""
        if isinstance(value, dict):
            return {name: self.written(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.written(each) for each in value]
        return value if isinstance(value, str) else "" if value is None else json.dumps(value)


def _is_continued(file: Any) -> bool:
    """Whether a file on disk holds something already, be it packed."""
    try:
        return os.fstat(getattr(file, "file", file).fileno()).st_size > 0
    except OSError:  # no file on disk
        return False
