"""What was sealed opens whole and unchanged, or not at all."""

import itertools
from io import BytesIO

import pytest

from yingsu.files.sealing import CHUNK_BYTES, HEADER_BYTES, TAG_BYTES, SealBroken, Sealer, unseal

KEY = bytes(range(32))
FILE = "file-01994b2e-0000-7000-8000-000000000001"
SEALED_CHUNK = CHUNK_BYTES + TAG_BYTES
THREE_CHUNKS = b"a" * CHUNK_BYTES + b"b" * CHUNK_BYTES + b"c" * 100


def sealed(content: bytes, piece: int = 100_000, *, key: bytes = KEY, file_id: str = FILE) -> bytes:
    """The stored form of a content that arrives in pieces of `piece` bytes."""
    sealer = Sealer(key, file_id)
    fed = [sealer.feed(content[begin : begin + piece]) for begin in range(0, len(content), piece)]
    return b"".join((sealer.header, *fed, sealer.finish()))


def opened(stored: bytes, *, key: bytes = KEY, file_id: str = FILE) -> bytes:
    """The content of a stored form."""
    return b"".join(unseal(BytesIO(stored), key, file_id))


@pytest.mark.parametrize("size", [1, 100, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
@pytest.mark.parametrize("piece", [65_536, 1_000_003])
def test_what_is_sealed_opens_unchanged(size: int, piece: int) -> None:
    content = (bytes(range(251)) * (size // 251 + 1))[:size]
    stored = sealed(content, piece)
    assert opened(stored) == content
    assert len(stored) == HEADER_BYTES + size + TAG_BYTES * -(-size // CHUNK_BYTES)


def test_the_same_content_is_never_stored_as_the_same_bytes() -> None:
    assert sealed(b"content") != sealed(b"content")


def test_the_stored_form_shows_nothing_of_the_content() -> None:
    assert b"aaaaaaaa" not in sealed(THREE_CHUNKS)


@pytest.mark.parametrize(
    "place", [0, len(b"YSF1"), HEADER_BYTES, HEADER_BYTES + SEALED_CHUNK - 1, HEADER_BYTES + SEALED_CHUNK + 7, -1]
)
def test_one_changed_bit_anywhere_is_seen(place: int) -> None:
    stored = bytearray(sealed(THREE_CHUNKS))
    stored[place] ^= 1
    with pytest.raises(SealBroken):
        opened(bytes(stored))


@pytest.mark.parametrize(
    "length", [0, 3, HEADER_BYTES, HEADER_BYTES + 5, HEADER_BYTES + SEALED_CHUNK, HEADER_BYTES + 2 * SEALED_CHUNK, -1]
)
def test_a_file_that_was_cut_off_does_not_open_to_its_end(length: int) -> None:
    """Also where it was cut off between two chunks."""
    with pytest.raises(SealBroken):
        opened(sealed(THREE_CHUNKS)[:length])


def test_chunks_that_changed_places_do_not_open() -> None:
    stored = sealed(THREE_CHUNKS)
    header, first, second, last = _parts(stored)
    assert b"".join((header, first, second, last)) == stored
    for disorder in ((second, first, last), (first, first, last), (first, last), (first, second, second, last)):
        with pytest.raises(SealBroken):
            opened(b"".join((header, *disorder)))


def test_something_after_the_last_chunk_is_seen() -> None:
    with pytest.raises(SealBroken):
        opened(sealed(THREE_CHUNKS) + b"x")


def test_a_chunk_of_another_file_does_not_open_here() -> None:
    """Even under the same key and with the same random bytes, as where two ids shared a key."""
    with pytest.raises(SealBroken):
        opened(sealed(b"content"), file_id=FILE.replace("1", "2"))
    with pytest.raises(SealBroken):
        opened(sealed(b"content"), key=bytes(32))


def test_chunks_are_given_one_by_one() -> None:
    stored = sealed(THREE_CHUNKS)
    pieces = unseal(BytesIO(stored[:-1]), KEY, FILE)
    assert (next(pieces), next(pieces)) == (THREE_CHUNKS[:CHUNK_BYTES], THREE_CHUNKS[CHUNK_BYTES : 2 * CHUNK_BYTES])
    with pytest.raises(SealBroken):
        next(pieces)


def _parts(stored: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    ends = (0, HEADER_BYTES, HEADER_BYTES + SEALED_CHUNK, HEADER_BYTES + 2 * SEALED_CHUNK, len(stored))
    header, first, second, last = (stored[begin:end] for begin, end in itertools.pairwise(ends))
    return header, first, second, last
