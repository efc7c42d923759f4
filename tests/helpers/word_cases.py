"""Drafts of programs drawn by Hypothesis, what is done to them in Word, what must come of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.domain.programs import Named, ProgramKind, ProgramState, Subject
from ktgs_desktop.papers.letterhead import draft_letterhead
from ktgs_desktop.papers.paper import Paper
from ktgs_desktop.papers.program import column_headings, program_paper
from tests.papers import samples

if TYPE_CHECKING:
    from ktgs_desktop.domain.word_copies import WordCopy

WORDS = (
    "lãnh đạo", "chỉ đạo", "thực hiện", "nghị quyết", "quy chế", "đảng phí", "năm 2020",
    "05-CT/TW", "(khoá XII)", "Trung ương 4;", "“tự diễn biến”", "ngân sách,", "cơ sở",
    "thị trấn – huyện", "50%", "tài chính", "A & B", "< 30 >", "{{ year }}",
)  # fmt: skip
ORGANIZATIONS = tuple(f"Đảng uỷ {commune}" for commune in samples.COMMUNES)
BODIES = ("Uỷ ban Kiểm tra Huyện uỷ", "Ban Tổ chức Huyện uỷ", "Ban Tuyên giáo Huyện uỷ")
KINDS = tuple(samples.codes("task_kinds").codes)
METHODS = ("", *samples.codes("methods").codes)
CONTEXT = samples.context()

sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(
    lambda words: "Việc " + " ".join(words)
)
years = st.integers(2018, 2020).map(lambda year: PartialDate(str(year)))
days = st.builds(
    lambda month, day: PartialDate(f"2021-{month:02}-{day:02}"),
    st.integers(1, 12),
    st.integers(1, 28),
)


@st.composite
def subjects(draw: st.DrawFn) -> tuple[Subject, ...]:
    found = [
        Subject(samples.make_id(f"subject {name}"), "TCD", name)
        for name in draw(st.lists(st.sampled_from(ORGANIZATIONS), max_size=3, unique=True))
    ]
    for name in draw(st.lists(st.sampled_from(samples.PEOPLE), max_size=2, unique=True)):
        position = draw(st.sampled_from(("", "Bí thư Đảng uỷ", "Chủ tịch UBND xã")))
        found.append(Subject(samples.make_id(f"member {name}"), "DV", name, None, position))
    return tuple(found)


@st.composite
def lines(draw: st.DrawFn, place: int = 0):
    """A line; whatever it holds, the annex can say it."""
    period = sorted(draw(st.lists(years, max_size=2)))
    work = sorted(draw(st.lists(days, max_size=2)))
    unnamed = draw(st.integers(0, 3))
    members = draw(st.booleans())
    note = draw(st.sampled_from(("", "thuộc diện Huyện uỷ quản lý"))) if unnamed else ""
    return samples.item(
        place,
        task_kind=draw(st.sampled_from(KINDS)),
        content=draw(sentences),
        subjects=draw(subjects()),
        unnamed_organizations=0 if members else unnamed,
        unnamed_members=unnamed if members else 0,
        subject_note=note,
        period_from=period[0] if period else None,
        period_to=period[-1] if period else None,
        quarter=draw(st.sampled_from((None, 1, 2, 3, 4))),
        work_from=work[0] if work else None,
        work_to=work[-1] if work else None,
        method=draw(st.sampled_from(METHODS)),
        lead=draw(st.none() | st.sampled_from(BODIES).map(Named)),
        support=tuple(map(Named, draw(st.lists(st.sampled_from(BODIES), max_size=2, unique=True)))),
        directing_member=draw(st.none() | st.sampled_from(samples.PEOPLE).map(Named)),
        team_leader=draw(st.none() | st.sampled_from(samples.PEOPLE).map(Named)),
        note=draw(st.just("") | sentences),
    )


texts = st.just("") | st.lists(
    st.tuples(st.sampled_from(("# ", "## ", "### ", "", "", "- ", "Căn cứ ")), sentences),
    min_size=1,
    max_size=6,
).map(lambda parts: "\n\n".join(mark + _without_fields(text) for mark, text in parts))


def _without_fields(text: str) -> str:
    return text.replace("{{ year }}", "{{ year }} {{ '{{' }}")


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """The paper of a draft with lines and a text."""
    kind = draw(st.sampled_from(tuple(ProgramKind)))
    program = samples.program(
        state=ProgramState.DRAFT, kind=kind, title=draw(sentences), text=draw(texts)
    )
    items = [draw(lines(place)) for place in range(draw(st.integers(0, 5)))]
    return program_paper(program, items, draft_letterhead(samples.body(), "CTr"), CONTEXT)


# What is done in Word -------------------------------------------------------------------------

ASIDES = {"footnote": "word_footnote", "frame": "word_text_box"}


@dataclass
class Case:
    """A draft, the steps done to it, and what the file must hold afterwards.

    Attributes:
        paper: the draft.
        steps: what is done, for `word_office`.
        paragraphs: the text afterwards.
        table: rows of the annex afterwards: None for headings, a text for the title of a part,
            else the line or None, and the cells.
        codes: what must be listed as not taken.
    """

    paper: Paper
    kind: str
    steps: list[tuple[object, ...]] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    table: list = field(default_factory=list)
    codes: set[str] = field(default_factory=set)

    @property
    def rows(self) -> list[tuple]:
        """Part, line and cells of each row afterwards."""
        found, part = [], ""
        for entry in self.table[1:]:
            if isinstance(entry, str):
                part = entry
            else:
                found.append((part, *entry))
        return found

    def data_rows(self) -> list[int]:
        return [place for place, entry in enumerate(self.table) if isinstance(entry, tuple)]


def _mark(line: str) -> str:
    head, space, _rest = line.partition(" ")
    return head + space if head in ("#", "##", "###", "-") else ""


@st.composite
def cases(draw: st.DrawFn, copy_of) -> Case:
    """A draft and some steps.

    Args:
        draw: Hypothesis'.
        copy_of: reads what a paper's Word file holds.
    """
    paper = draw(papers())
    kind = (
        ProgramKind.TERM
        if len(paper.annex.columns)
        and any(column.title == "Năm thực hiện" for column in paper.annex.columns)
        else ProgramKind.ANNUAL
    )
    case = Case(paper, kind)
    copy: WordCopy = copy_of(case)
    case.paragraphs = list(copy.paragraphs)
    case.table = [None]
    part = None
    for row in copy.rows:
        if row.part != part:
            part = row.part
            case.table.append(part)
        case.table.append((row.line, dict(row.cells)))
    if not copy.rows:
        case.table.append(paper.annex.groups[0].title)
    for step in draw(st.lists(st.sampled_from(tuple(_STEPS)), min_size=1, max_size=8)):
        _STEPS[step](draw, case)
    # Last, so that nothing wipes it; and one of them, LibreOffice 7.4 aborts on several together.
    if any(not case.table[place][1] for place in case.data_rows()):
        case.codes.add("word_cells_merged")
    last = draw(st.sampled_from((None, _aside, _tracked)))
    if last is not None:
        last(draw, case)
    return case


FIRST = 3  # type, abstract and the mark below it stand before the text


def _text_step(name):
    def step(draw, case):
        place = draw(st.integers(0, len(case.paragraphs) - 1))
        text = draw(sentences)
        mark = _mark(case.paragraphs[place])
        if name == "insert" and mark.startswith("#"):
            mark = ""  # Enter at the end of a heading begins a paragraph
        shown = f"- {text}" if mark == "- " else text
        if name == "para":
            case.paragraphs[place] = mark + text
        else:
            case.paragraphs.insert(place + 1, mark + text)
        case.steps.append((name, FIRST + place, shown))

    return step


def _delete(draw, case):
    if len(case.paragraphs) > 1:
        place = draw(st.integers(0, len(case.paragraphs) - 1))
        del case.paragraphs[place]
        case.steps.append(("delete", FIRST + place))


def _aside(draw, case):
    kind = draw(st.sampled_from(tuple(ASIDES)))
    place = draw(st.integers(0, len(case.paragraphs) - 1))
    case.steps.append((kind, FIRST + place, "ghi thêm"))
    case.codes.add(ASIDES[kind])


def _tracked(draw, case):
    place = draw(st.integers(0, len(case.paragraphs) - 1))
    case.paragraphs[place] += " thêm có theo dõi"
    case.steps.append(("tracked", FIRST + place, " thêm có theo dõi"))
    case.codes.add("word_tracked")


def _cell(draw, case):
    places = [place for place in case.data_rows() if case.table[place][1]]
    if places:
        place = draw(st.sampled_from(places))
        _type(draw, case, place)


def _type(draw, case, place):
    columns = list(column_headings(case.kind).values())
    column = draw(st.sampled_from([name for name in columns if name != "seq"]))
    text = draw(sentences) + draw(st.sampled_from(("", "\nDòng hai")))
    case.table[place][1][column] = text
    case.steps.append(("cell", place, columns.index(column), text))


def _add(draw, case):
    places = [place for place in case.data_rows() if case.table[place][1]]
    if places:
        place = draw(st.sampled_from(places))
        names = column_headings(case.kind).values()
        case.table.insert(place + 1, (None, dict.fromkeys(names, "")))
        case.steps.append(("addrow", place))
        _type(draw, case, place + 1)


def _remove(draw, case):
    places = case.data_rows()
    if places:
        place = draw(st.sampled_from(places))
        del case.table[place]
        case.steps.append(("delrow", place))


def _move(draw, case):
    places = [place for place in case.data_rows() if case.table[place][1]]
    if len(places) > 1:
        place, before = draw(st.permutations(places))[:2]
        row = case.table[place]
        case.table.insert(before, row)
        del case.table[place + 1 if before <= place else place]
        case.steps.append(("moverow", place, before))


def _merge(draw, case):
    places = [place for place in case.data_rows() if case.table[place][1]]
    if places:
        place = draw(st.sampled_from(places))
        line, _cells = case.table[place]
        if line is not None:
            case.steps.append(("merge", place, 9))
            case.table[place] = (line, {})


_STEPS = {
    "para": _text_step("para"),
    "insert": _text_step("insert"),
    "delete": _delete,
    "cell": _cell,
    "cell again": _cell,
    "addrow": _add,
    "delrow": _remove,
    "moverow": _move,
    "merge": _merge,
}
