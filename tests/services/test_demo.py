"""The training office: a real district, invented people, programs and signed papers."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ktgs_desktop import paths
from ktgs_desktop.domain.incoming import IncomingState
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.program_progress import ProgressState
from ktgs_desktop.progress import Progress
from ktgs_desktop.services import (
    amendments,
    demo,
    history,
    incoming,
    maintenance,
    members,
    offices,
    opinions,
    organizations,
    outgoing,
    outside_lines,
    overview,
    papers,
    phrases,
    program_items,
    programs,
    signing,
    signing_round,
    submissions,
)
from ktgs_desktop.services.demo import pictures
from ktgs_desktop.services.workspace import open_workspace
from tests.conftest import Clock
from tests.helpers.builders import refusal
from tests.helpers.paper_text import pdf_text, word_text
from tests.helpers.pictures import check_picture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ktgs_desktop.services.workspace import Workspace

INVENTED = (
    "Mẫu", "Thí Dụ", "Ví Dụ", "Minh Hoạ", "Tập Huấn", "Giả Định", "Thử Nghiệm", "Không Thật",
    "Tưởng Tượng", "Ví Như", "Thử",
)  # fmt: skip


NEXT_YEAR = 2022


@pytest.fixture(scope="module")
def steps() -> list[tuple[int, int]]:
    return []


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int]]) -> demo.DemoOffice:
    """The office, made once for the tests of this file."""
    folder = tmp_path_factory.mktemp("demo")
    progress = Progress(lambda done, total, _label: steps.append((done, total)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KTGS_HOME", str(folder / "home"))
        patch.delenv("KTGS_PASSWORD", raising=False)
        return demo.make(folder / "demo", progress, screens=False)


@pytest.fixture
def office(made: demo.DemoOffice) -> Iterator[Workspace]:
    """The office as it is opened on the day of the exercise."""
    opened = open_workspace(
        made.workspace, login=made.login, password=made.password, clock=Clock(demo.TODAY)
    )
    yield opened
    opened.close()


def test_it_is_made_where_it_was_asked_for(
    made: demo.DemoOffice, steps: list[tuple[int, int]]
) -> None:
    folder = made.workspace.parent
    assert made.workspace == folder / "demo.ktgsdb"
    assert (made.login, made.password, made.pin) == ("demo", "demo-phu-binh", "tap-huan")
    assert [path.suffix for path in made.papers] == [".pdf", ".docx"] * 4
    assert all(path.parent == folder / "papers" for path in made.papers)
    assert {path.name for path in made.certificates} == {"HU.p12", "UBKTHU.p12"}
    assert all(path.is_file() for path in (*made.papers, *made.certificates))
    assert made.screens == ()
    assert [done for done, _total in steps] == sorted(done for done, _total in steps)
    assert all(done <= total == 7 for done, total in steps)


def test_it_is_the_district_with_its_communes_and_other_organizations(office: Workspace) -> None:
    assert office.office.name == "UBKT Huyện uỷ Phú Bình"
    shown = overview.overview(office)
    assert shown.organizations == 88 + 40
    assert shown.members >= 3
    below = Listing("name", filters={"type": "EXEC_COMMITTEE", "level": "CS"})
    assert sum(len(chunk) for chunk in organizations.stream(office, below)) == 20


def test_two_annual_programs_and_the_term_hold_at_least_thirty_lines(office: Workspace) -> None:
    found = {
        (one.program.kind, one.body): one
        for one in programs.programs(office)
        if one.program.year != NEXT_YEAR
    }
    annual = [one for one in found.values() if one.program.kind == "ANNUAL"]
    assert {one.body for one in annual} == {
        "Ban Thường vụ Huyện uỷ",
        "Uỷ ban Kiểm tra Huyện uỷ",
    }
    assert {one.program.year for one in annual} == {2021}
    assert sum(one.total for one in annual) >= 30
    assert all(one.program.locked for one in found.values())
    states = Counter(
        program_items.get(office, item.id).line.state(item.due_on, office.today)
        for one in annual
        for item in program_items.items(office, one.program.id)
    )
    assert set(states) == set(ProgressState), "each state is shown"
    assert states[ProgressState.OVERDUE] == sum(one.overdue for one in annual)


def test_a_program_was_amended_and_another_is_being_amended(office: Workspace) -> None:
    annual = [one for one in programs.programs(office) if one.program.kind == "ANNUAL"]
    found = [detail for one in annual for detail in amendments.of_program(office, one.program.id)]
    assert sorted(detail.draft for detail in found) == [False, True]
    statuses = Counter(
        item.status for one in annual for item in program_items.items(office, one.program.id)
    )
    assert {
        status: statuses[status] for status in ("ADDED", "CHANGED", "DROPPED", "POSTPONED")
    } == {
        "ADDED": 1,
        "CHANGED": 1,
        "DROPPED": 1,
        "POSTPONED": 1,
    }


def test_its_papers_are_signed_and_valid(made: demo.DemoOffice, office: Workspace) -> None:
    signed = [path for path in made.papers if path.suffix == ".pdf"]
    for path in signed:
        verdict = signing.verify(office, path.read_bytes())
        assert verdict.valid, path.name
        assert len(verdict.signatures) == 1
        assert "TẬP HUẤN" in verdict.signatures[0].signer
    waiting = submissions.waiting(office)
    assert overview.attention(office).unsigned == len(waiting) == 1
    wanted = [row for chunk in papers.stream(office, Listing("issued")) for row in chunk]
    assert {row.symbol for row in papers.rows(office, wanted)} == {
        "01-CTr/HU",
        "02-CTr/HU",
        "01-CTr/UBKTHU",
        "01-QĐ/HU",
        "01-BC/UBKTHU",
        "01-QĐ/UBKTHU",
        "02-QĐ/UBKTHU",
    }


def test_a_draft_of_next_year_is_out_for_opinions(office: Workspace) -> None:
    (draft,) = [one for one in programs.programs(office) if one.program.year == NEXT_YEAR]
    assert (draft.program.state, draft.total) == ("CONSULTING", 2)
    lines = program_items.items(office, draft.program.id)
    named = {subject.name for line in lines for subject in line.subjects}
    assert named == {"Đảng uỷ xã Điềm Thụy", "Đảng uỷ xã Nhã Lộng"}
    found = opinions.opinions(office, draft.program.id)
    assert sorted(one.result for one in found) == ["", "ACCEPTED", "EXPLAINED"]
    assert [one.giver for one in found if one.is_open()] == ["Văn phòng Huyện uỷ"]


def test_incoming_papers_stand_in_every_state(office: Workspace) -> None:
    found = [incoming.numbered(office, 2021, number) for number in range(1, 6)]
    papers_in = [one for number in found for one in number]
    assert len(papers_in) == 4
    states = {one.state(office.today): one for one in papers_in}
    assert states.keys() == {"FILED", "OPEN", "LATE", "DONE"}
    assert incoming.symbol_of(office, states[IncomingState.DONE].reply) == "01-QĐ/HU"
    assert overview.attention(office).late_incoming == 1
    assert [one.number for one in sorted(papers_in, key=lambda one: one.received_on)] == [
        1,
        2,
        3,
        4,
    ]


def test_a_number_is_reserved_and_another_cancelled(office: Workspace) -> None:
    series = {(one.symbol, one.key.document_type): one for one in outgoing.all_series(office)}
    kept = [
        (place.number, [str(paper.state) for paper in place.papers])
        for place in series["UBKTHU", "QĐ"].places
    ]
    assert kept == [(1, ["CANCELLED"]), (2, ["RESERVED"])]
    assert overview.attention(office).doubles == 0


def test_a_report_lies_before_its_signer_and_can_be_signed(office: Workspace) -> None:
    (laid,) = submissions.waiting(office)
    assert laid.document.symbol == "01-BC/UBKTHU"
    assert "Văn phòng Huyện uỷ" in laid.submission.remark
    request = signing_round.request_of(office, laid.document.id)
    text = " ".join(pdf_text(request.data).split())
    assert "Đảng uỷ xã Nhã Lộng" in text
    assert "Số 01-BC/UBKTHU" in text
    assert "ngày 05 tháng 7 năm 2021" in text
    assert request.place is not None


def test_plans_of_other_bodies_and_phrases_are_kept(office: Workspace) -> None:
    plans = outside_lines.listed(office, 2021)
    assert sorted(one.actor for one in plans) == ["AUDIT", "INSPECTORATE"]
    assert all(subject.id is not None for one in plans for subject in one.subjects)
    assert all("giả định" in one.body for one in plans)
    assert sorted(one.field for one in phrases.phrases(office)) == ["CONTENT", "NOTE", "PAPER"]


def test_one_changed_byte_of_a_paper_is_found(made: demo.DemoOffice, office: Workspace) -> None:
    data = bytearray(made.papers[0].read_bytes())
    data[len(data) // 2] ^= 1
    assert not signing.verify(office, bytes(data)).valid


def test_word_and_pdf_say_the_same(made: demo.DemoOffice) -> None:
    for pdf, word in zip(made.papers[::2], made.papers[1::2], strict=True):
        assert pdf.stem == word.stem
        left = set(word_text(word.read_bytes()).split()) - set(pdf_text(pdf.read_bytes()).split())
        assert {one for one in left if not one.isdigit()} == set(), pdf.name


def test_its_people_are_recognisably_invented(office: Workspace) -> None:
    plan = json.loads(paths.resource("demo", "phu_binh.json").read_text("utf-8"))
    named = {signer.name for body in offices.bodies(office) for signer in body.signers}
    named |= {one["full_name"] for one in plan["members"]}
    named |= {plan["user"]["full_name"], office.user.full_name}
    lines = [line for program in plan["programs"] for line in program["items"]]
    roles = [line.get(role, "") for line in lines for role in ("directing", "leader")]
    named |= {role.partition(",")[0] for role in roles if role}
    assignees = [one.get("assignee", "") for one in plan["incoming"]]
    named |= {name.removeprefix("đ/c ") for name in assignees if name}
    wanted = [row for chunk in members.stream(office, Listing("name")) for row in chunk]
    named |= {row.full_name for row in members.rows(office, wanted)}
    assert all(name.endswith(INVENTED) for name in named), named


def test_the_file_is_sound_and_its_history_tells_the_year(office: Workspace) -> None:
    report = maintenance.check(office)
    assert report.sound, report
    assert report.conflicts == 0
    days = [entry.at[:10] for entry in history.operations(office)]
    assert days == sorted(days, reverse=True)
    assert days[0] <= "2021-07-06"
    assert days[-1] == "2020-11-02"


def test_certificates_of_the_exercise_open_with_the_pin(made: demo.DemoOffice) -> None:
    organisations = {}
    for path in made.certificates:
        facts = signing.facts_of(signing.open_certificate(path, made.pin))
        assert "TẬP HUẤN" in facts.subject
        organisations[path.stem] = facts.organisation
    assert organisations == {
        "HU": "Huyện uỷ Phú Bình",
        "UBKTHU": "Uỷ ban Kiểm tra Huyện uỷ Phú Bình",
    }
    assert refusal(lambda: signing.open_certificate(made.certificates[0], "x")).code == "pin_wrong"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_its_pictures_show_every_page_in_the_size_and_look_they_name(
    made: demo.DemoOffice,
) -> None:
    taken = pictures.take(made.workspace, made.login, made.password)
    shown = Counter(check_picture(path) for path in taken)
    pages = {page for page, _look in shown}
    assert {"login", "overview", "programs", "organizations", "papers", "history"} <= pages
    assert {"programs-matrix", "programs-calendar", "programs-coverage", "papers-folder"} <= pages
    assert "programs-consulting" in pages, "a draft that is out for opinions"
    assert shown == {(page, look): 2 for page in pages for look in ("light", "dark")}


def test_a_tour_that_fails_is_told_with_its_folder(made: demo.DemoOffice) -> None:
    folder = made.workspace.parent
    error = refusal(lambda: pictures.take(made.workspace, made.login, "falsch 1"))
    assert (error.code, error.params) == ("screens_failed", {"folder": str(folder / "screens")})


def test_it_is_not_made_over_another(made: demo.DemoOffice) -> None:
    before = made.workspace.read_bytes()
    error = refusal(lambda: demo.make(Path(made.workspace).parent, screens=False))
    assert error.code == "file_exists"
    assert made.workspace.read_bytes() == before
