"""Bodies as archives hold them: coded, decoded under the headers of their coding, and made to burst."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.warc.payload import BadPayload, payload, without_chunks

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


PAGE = b"<!DOCTYPE html><html><p>" + "La pêche à la crevette. ".encode() * 200
MOST = 1 << 20


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def chunked(data: bytes, size: int = 100) -> bytes:
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x;note=1\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nX-Trailer: 1\r\n\r\n"


CODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-GZIP", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "raw_deflate": ("deflate", raw_deflate),
    "br": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
}
codings = pytest.mark.parametrize(("name", "pack"), CODINGS.values(), ids=CODINGS)


def reason(body: bytes, content: str, most: int = MOST) -> str:
    with pytest.raises(BadPayload) as raised:
        payload(body, transfer=None, content=content, most=most)
    return raised.value.reason


@codings
@pytest.mark.parametrize("transfer", [None, "chunked"])
def test_a_coded_body_is_decoded(name: str, pack: Callable[[bytes], bytes], transfer: str | None) -> None:
    packed = pack(PAGE)
    body = chunked(packed) if transfer else packed
    assert payload(body, transfer=transfer, content=name, most=MOST) == PAGE


@codings
def test_a_body_decoded_before_is_taken_as_it_is(name: str, pack: Callable[[bytes], bytes]) -> None:
    assert payload(PAGE, transfer="chunked", content=name, most=MOST) == PAGE


@codings
def test_a_bomb_is_refused_before_it_bursts(name: str, pack: Callable[[bytes], bytes]) -> None:
    assert reason(pack(bytes(50_000_000)), name) == "too_large"


@codings
def test_what_breaks_off_is_refused(name: str, pack: Callable[[bytes], bytes]) -> None:
    assert reason(pack(PAGE)[:-4], name) == "bad_encoding"


def test_a_body_of_several_gzip_members_is_whole() -> None:
    halves = gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:])
    assert payload(halves, transfer=None, content="gzip", most=MOST) == PAGE
    assert payload(halves + b"\r\n\0", transfer=None, content="gzip", most=MOST) == PAGE
    assert payload(gzip.compress(b""), transfer=None, content="gzip", most=MOST) == b""
    assert reason(halves[:-4], "gzip") == "bad_encoding"
    assert reason(gzip.compress(b"") * 1_000, "gzip") == "bad_encoding"
    assert reason(gzip.compress(bytes(MOST)) * 2, "gzip") == "too_large"


def test_two_codings_are_undone_and_no_more() -> None:
    assert payload(gzip.compress(gzip.compress(PAGE)), transfer=None, content="gzip, gzip", most=MOST) == PAGE
    assert reason(PAGE, "gzip, gzip, gzip") == "bad_encoding"


def test_a_coding_that_nobody_knows_holds_of_nothing_readable() -> None:
    assert reason(b"\x01\x02\x03", "compress") == "bad_encoding"
    assert payload(PAGE, transfer=None, content="identity, utf-8", most=MOST) == PAGE
    assert payload(PAGE, transfer=None, content="compress", most=MOST) == PAGE
    assert reason(PAGE, "", most=100) == "too_large"


@given(data=st.binary(max_size=1_000), size=st.integers(1, 300))
def test_chunks_are_joined(data: bytes, size: int) -> None:
    assert without_chunks(chunked(data, size)) == data


@given(data=st.binary(max_size=500))
def test_any_body_is_something(data: bytes) -> None:
    without_chunks(data)
    for name, _ in CODINGS.values():
        with suppress(BadPayload):
            assert len(payload(data, transfer="chunked", content=name, most=100)) <= 100


def test_a_chunked_body_cut_short_goes_to_its_end() -> None:
    assert without_chunks(chunked(PAGE)[:1_000]).startswith(PAGE[:800])
    assert without_chunks(b"5\r\nabcdeXX5\r\nabcde") == b"5\r\nabcdeXX5\r\nabcde"
