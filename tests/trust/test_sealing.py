import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.errors import StorageError
from ktgs_desktop.trust import sealing
from tests.trust.profiles import randomised

KEY = bytes(range(32))
MIB = 1024 * 1024
CHUNK = MIB + 16
HEADER = 41


def named(data):
    return hashlib.sha256(data).digest()


def refused(sealed, *, digest, key=KEY):
    with pytest.raises(StorageError) as caught:
        sealing.unseal(key, sealed, digest=digest)
    assert (caught.value.code, caught.value.params) == (
        "attachment_damaged",
        {"digest": digest.hex()},
    )


@pytest.fixture(scope="module")
def long_file():
    data = bytes(range(256)) * (3 * MIB // 256) + b"end"
    return data, sealing.seal(KEY, data, digest=named(data))


@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 5])
def test_every_size_comes_back(size):
    data = b"\xa5" * size
    sealed = sealing.seal(KEY, data, digest=named(data))
    assert sealing.unseal(KEY, sealed, digest=named(data)) == data
    assert len(sealed) == HEADER + size + 16 * max(1, -(-size // MIB))


@randomised(100)
@given(st.binary(max_size=300))
def test_contents_come_back_and_do_not_show(data):
    sealed = sealing.seal(KEY, data, digest=named(data))
    assert sealing.unseal(KEY, sealed, digest=named(data)) == data
    assert len(data) < 4 or data not in sealed[HEADER:]


def test_the_same_file_never_looks_the_same():
    assert len({sealing.seal(KEY, b"x" * 50, digest=b"d") for _ in range(20)}) == 20


@randomised(200)
@given(st.binary(min_size=1, max_size=60), st.data())
def test_no_bit_can_change(data, choice):
    sealed = bytearray(sealing.seal(KEY, data, digest=named(data)))
    place = choice.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << choice.draw(st.integers(0, 7))
    refused(bytes(sealed), digest=named(data))


@randomised(100)
@given(st.binary(max_size=60), st.integers(0, 200))
def test_nothing_shorter_opens(data, keep):
    sealed = sealing.seal(KEY, data, digest=named(data))
    refused(sealed[: min(keep, len(sealed) - 1)], digest=named(data))


def test_chunks_cannot_be_dropped_moved_doubled_or_added(long_file):
    data, sealed = long_file
    head, chunks = (
        sealed[:HEADER],
        [sealed[at : at + CHUNK] for at in range(HEADER, len(sealed), CHUNK)],
    )
    assert len(chunks) == 4
    for wrong in (
        chunks[:3],
        chunks[:1],
        [],
        chunks[1:],
        [chunks[1], chunks[0], *chunks[2:]],
        [*chunks[:2], chunks[1], *chunks[2:]],
        [*chunks, chunks[3]],
        [*chunks, b""[:0], b"x"],
    ):
        refused(head + b"".join(wrong), digest=named(data))


def test_a_whole_last_chunk_cannot_be_cut_off():
    data = b"\0" * (2 * MIB)
    sealed = sealing.seal(KEY, data, digest=named(data))
    refused(sealed[: HEADER + CHUNK], digest=named(data))


def test_a_file_opens_under_its_own_name_and_key_only(long_file):
    data, sealed = long_file
    refused(sealed, digest=named(b"another"))
    refused(sealed, digest=named(data), key=KEY[::-1])


def test_parts_of_two_files_do_not_mix():
    data = b"\0" * (MIB + 1)
    one, two = (sealing.seal(KEY, data, digest=named(data)) for _ in range(2))
    refused(one[: HEADER + CHUNK] + two[HEADER + CHUNK :], digest=named(data))
    refused(one[:HEADER] + two[HEADER:], digest=named(data))
