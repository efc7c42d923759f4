"""Papers before the signer: whatever is done with them, each waits once and is decided once."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain import submissions as rules
from ktgs_desktop.domain.documents import Document, DocumentState
from ktgs_desktop.domain.submissions import Submission, SubmissionState
from ktgs_desktop.errors import UserError
from tests.helpers.entities import OFFICE, TODAY, an_id

PAPER = Document(
    owner=OFFICE,
    id=an_id("paper"),
    document_type="CTr",
    body=an_id("body"),
    term="2020-2025",
    number=2,
    symbol="02-CTr/HU",
    abstract="kiểm tra, giám sát",
    issued_on=date(2021, 1, 5),
    place="Phú Bình",
    authority="T/M BAN THƯỜNG VỤ",
    signer_position="BÍ THƯ",
    signer_name="Nguyễn Văn Mẫu",
)


def _submission(on: date) -> Submission:
    return Submission(OFFICE, uuid4(), PAPER.id, an_id("drafter"), "Lê Thị Thảo", on)


@given(st.lists(st.sampled_from(["submit", "sign", "return", "note"]), max_size=20))
def test_any_sequence_leaves_at_most_one_waiting(steps: list[str]) -> None:
    laid: list[Submission] = []
    day = TODAY
    for step in steps:
        day += timedelta(days=1)
        waiting = [one for one in laid if one.waiting]
        if step == "submit":
            if waiting:
                with pytest.raises(UserError) as caught:
                    rules.check_submission(PAPER, tuple(laid), "")
                assert caught.value.code == "submission_waiting"
            else:
                rules.check_submission(PAPER, tuple(laid), "")
                laid.append(_submission(day))
        elif waiting and step == "sign":
            laid[laid.index(waiting[0])] = rules.signed(waiting[0], "A", day)
        elif laid and step == "return":
            if laid[-1].waiting:
                laid[-1] = rules.returned(laid[-1], " sửa ", "A", day)
                assert (laid[-1].answer, laid[-1].to_mend) == ("sửa", True)
            else:
                with pytest.raises(UserError) as caught:
                    rules.returned(laid[-1], "sửa", "A", day)
                assert caught.value.code == "submission_closed"
        assert sum(one.waiting for one in laid) <= 1
        for one in laid:
            assert one.waiting == (one.decided_on is None)
            assert one.waiting or one.decided_by == "A"


def test_only_an_issued_paper_is_laid_down() -> None:
    cancelled = PAPER.__class__(
        **{
            **{name: getattr(PAPER, name) for name in PAPER.__slots__},
            "state": DocumentState.CANCELLED,
        }
    )
    with pytest.raises(UserError) as caught:
        rules.check_submission(cancelled, (), "")
    assert caught.value.code == "document_not_issued"
    with pytest.raises(UserError) as caught:
        rules.check_submission(PAPER, (), "x" * 5000)
    assert caught.value.code == "too_long"


def test_a_return_needs_its_remark() -> None:
    with pytest.raises(UserError) as caught:
        rules.returned(_submission(TODAY), "  ", "A", TODAY)
    assert caught.value.code == "remark_missing"
    assert _submission(TODAY).state == SubmissionState.WAITING
