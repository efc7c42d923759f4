import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.trust import attempts
from tests.trust.profiles import randomised

OFFICE = UUID(int=1)
START = datetime(2021, 1, 5, 8, tzinfo=UTC)


def fail(folder, times, now=START, login="a"):
    return [attempts.failed(folder, OFFICE, login, now=now) for _ in range(times)]


def test_the_delay_grows(tmp_path):
    assert fail(tmp_path, 14) == [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


def test_the_delay_passes(tmp_path):
    fail(tmp_path, 5)
    left = [
        attempts.seconds_left(tmp_path, OFFICE, "a", now=START + timedelta(seconds=after))
        for after in range(6)
    ]
    assert left == [4, 3, 2, 1, 0, 0]


def test_nobody_waits_without_failures(tmp_path):
    assert attempts.seconds_left(tmp_path / "missing", OFFICE, "a", now=START) == 0
    assert not (tmp_path / "missing").exists()


def test_success_forgets(tmp_path):
    fail(tmp_path, 8)
    attempts.succeeded(tmp_path, OFFICE, "a")
    assert attempts.seconds_left(tmp_path, OFFICE, "a", now=START) == 0
    assert fail(tmp_path, 1) == [0]
    attempts.succeeded(tmp_path, OFFICE, "never seen")


def test_logins_and_workspaces_are_counted_apart(tmp_path):
    fail(tmp_path, 8)
    assert attempts.seconds_left(tmp_path, OFFICE, "b", now=START) == 0
    assert attempts.seconds_left(tmp_path, UUID(int=2), "a", now=START) == 0
    fail(tmp_path, 1, login="b")
    assert attempts.seconds_left(tmp_path, OFFICE, "a", now=START) == 32


def test_a_clock_set_back_gains_nothing_and_locks_nobody_out(tmp_path):
    fail(tmp_path, 6)
    past = START - timedelta(days=3000)
    assert attempts.seconds_left(tmp_path, OFFICE, "a", now=past) == 8
    assert attempts.seconds_left(tmp_path, OFFICE, "a", now=past + timedelta(seconds=3)) == 5
    assert attempts.seconds_left(tmp_path, OFFICE, "a", now=past + timedelta(seconds=8)) == 0


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[]", b'{"a":1}', b'{"a":{"count":0}}', b"{"])
def test_a_damaged_file_starts_anew(tmp_path, data):
    fail(tmp_path, 9)
    (tmp_path / "attempts.json").write_bytes(data)
    assert attempts.seconds_left(tmp_path, OFFICE, "a", now=START) == 0
    assert fail(tmp_path, 3) == [0, 0, 1]


@pytest.mark.expects_warning
def test_where_nothing_can_be_written_work_goes_on(tmp_path, caplog):
    caplog.set_level(logging.WARNING)
    folder = tmp_path / "file"
    folder.write_bytes(b"")
    assert fail(folder, 3) == [0, 0, 0]
    attempts.succeeded(folder, OFFICE, "a")
    assert "cannot be remembered" in caplog.text


def test_many_names_cannot_push_out_one_that_was_tried_often(tmp_path):
    fail(tmp_path, 12)
    for number in range(600):
        fail(tmp_path, 1, login=f"x{number}", now=START + timedelta(seconds=1))
    assert attempts.seconds_left(tmp_path, OFFICE, "a", now=START + timedelta(seconds=1)) == 299
    assert len((tmp_path / "attempts.json").read_bytes()) < 100_000


def test_neither_login_nor_workspace_stand_in_the_file(tmp_path):
    fail(tmp_path, 1, login="nguyen")
    text = (tmp_path / "attempts.json").read_text("utf-8")
    assert "nguyen" not in text
    assert str(OFFICE) not in text


@randomised(60)
@given(st.lists(st.tuples(st.booleans(), st.integers(-(10**6), 10**6)), max_size=25))
def test_waiting_as_told_always_helps(tmp_path_factory, steps):
    folder, now = tmp_path_factory.mktemp("state"), START
    for is_failure, seconds in steps:
        now += timedelta(seconds=seconds)
        if is_failure:
            assert 0 <= attempts.failed(folder, OFFICE, "a", now=now) <= 300
        left = attempts.seconds_left(folder, OFFICE, "a", now=now)
        assert 0 <= left <= 300
        later = now + timedelta(seconds=left)
        assert attempts.seconds_left(folder, OFFICE, "a", now=later) == 0
