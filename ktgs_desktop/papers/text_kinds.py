"""What the text of each kind of paper may show: its fields, what they mean, and samples of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ktgs_desktop.domain.paper_texts import TextKind
from ktgs_desktop.errors import UserError
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.papers.markup import parse_blocks
from ktgs_desktop.papers.program import Figures
from ktgs_desktop.papers.templates import filled, template_source

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class TextField:
    """Something the text of a paper may show.

    Attributes:
        name: the field.
        meaning: what it shows.
        written: how it is put into a text.
    """

    name: str
    meaning: Late
    written: str


def _shows(name: str, meaning: Late) -> TextField:
    return TextField(name, meaning, f"{{{{ {name} }}}}")


def _list(name: str, meaning: Late) -> TextField:
    loop = (
        f"{{% for kind in {name} %}}\n- {{{{ kind.name }}}}: {{{{ kind.text }}}}.\n{{% endfor %}}"
    )
    return TextField(name, meaning, loop)


def _only_if(name: str, meaning: Late) -> TextField:
    return TextField(name, meaning, f"{{% if {name} %}}…{{% endif %}}")


_PROGRAM = (
    _shows("body", late("Name of the issuing body")),
    _shows("year", late("Year of the program, of a term program its first")),
    _shows("term", late("Term, e.g. 2020 - 2025")),
    _shows("term_program", late("Number and symbol of the term program, empty if there is none")),
    _only_if("term_program", late("Printed only if there is a term program")),
    _shows("inspection.text", late("Inspections in words: “16 tổ chức đảng và 03 đảng viên”")),
    _shows("inspection.lines", late("How many lines are inspections")),
    _shows("inspection.organizations", late("How many organisations are inspected")),
    _shows("inspection.members", late("How many Party members are inspected")),
    _only_if("inspection.lines", late("Printed only if the program has inspections")),
    _list("inspection_kinds", late("A list of the kinds of inspection, each in words")),
    _shows("supervision.text", late("Supervisions in words")),
    _shows("supervision.lines", late("How many lines are supervisions")),
    _shows("supervision.organizations", late("How many organisations are supervised")),
    _shows("supervision.members", late("How many Party members are supervised")),
    _only_if("supervision.lines", late("Printed only if the program has supervisions")),
    _list("supervision_kinds", late("A list of the kinds of supervision, each in words")),
)
_AMENDMENT = (
    _shows("body", late("Name of the issuing body")),
    _shows("program_number", late("Number and symbol of the program that is amended")),
    _shows("program_date", late("Date of the program that is amended")),
    _shows("program_title", late("Abstract of the program that is amended")),
    _shows("year", late("Year of the program, of a term program its first")),
    _shows("term", late("Term, e.g. 2020 - 2025")),
    _shows("reason", late("Why the program is amended")),
    _shows("summary", late("The changes in words: “bổ sung 02 mục; sửa đổi 01 mục”")),
    _shows("document_type", late("Type of the paper: QĐ, CTr or TB")),
    _only_if('document_type == "QĐ"', late("Printed only in a decision (QĐ)")),
)
_OPINIONS = (
    _shows("body", late("Name of the issuing body")),
    _shows("title", late("Abstract of the draft program")),
    _shows("asked", late("How many were asked for an opinion")),
    _shows("answered", late("How many answered")),
    _shows("agreed", late("How many agree without words of their own")),
    _shows("worded", late("How many propose something")),
    _shows("accepted", late("How many proposals were accepted")),
    _shows("partly", late("How many proposals were accepted in part")),
    _shows("explained", late("How many proposals were answered by an explanation")),
    _shows("open", late("How many proposals are not answered yet")),
    _only_if("open", late("Printed only if proposals are not answered yet")),
)
_NAMES = {
    TextKind.STANDING_COMMITTEE: late("Annual program of the committee or its standing committee"),
    TextKind.INSPECTION_COMMITTEE: late("Annual program of the inspection committee"),
    TextKind.ADVISORY_BODY: late("Annual program of an advisory body"),
    TextKind.TERM: late("Term program"),
    TextKind.AMENDMENT: late("Amendment of a program"),
    TextKind.OPINIONS: late("Report on the opinions on a draft"),
}


def name_of(kind: TextKind) -> Late:
    """What a kind of paper is called.

    Args:
        kind: the kind.
    """
    return _NAMES[kind]


def fields_of(kind: TextKind) -> tuple[TextField, ...]:
    """What the text of a kind of paper may show.

    Args:
        kind: the kind.
    """
    return {TextKind.AMENDMENT: _AMENDMENT, TextKind.OPINIONS: _OPINIONS}.get(kind, _PROGRAM)


def shipped_text(kind: TextKind) -> str:
    """The text with fields that ships.

    Args:
        kind: the kind.
    """
    return template_source(f"{kind}.md.j2")


def check_kind_text(kind: TextKind, text: str) -> None:
    """Refuse a text that a paper of its kind could not be printed with.

    It is tried on samples with and without everything a paper may lack.

    Args:
        kind: the kind.
        text: the text with its fields.

    Raises:
        UserError: `template_syntax`, `template_field_unknown`, `template_not_allowed`,
            `template_loop`, `template_too_long` or `template_empty`, as `templates.filled`.
    """
    for values in samples(kind):
        if not parse_blocks(filled(text, values, template=kind)):
            raise UserError("template_empty")


def samples(kind: TextKind) -> tuple[Mapping[str, object], ...]:
    """Values of all fields of a kind of paper, invented: with everything, and with little.

    Args:
        kind: the kind.
    """
    if kind == TextKind.AMENDMENT:
        return tuple(_amendment(code) for code in ("QĐ", "CTr", "TB"))
    if kind == TextKind.OPINIONS:
        return _opinions(3), _opinions(0)
    return _program(lines=12), _program(lines=0)


def _program(lines: int) -> dict[str, object]:
    part = Figures("Kiểm tra tổ chức đảng", lines, lines, 2, "12 tổ chức đảng và 02 đảng viên")
    kinds = (part,) if lines else ()
    return {
        "body": "Ban Thường vụ Huyện uỷ",
        "year": 2021,
        "term": "2020 - 2025",
        "term_program": "06-CTr/HU" if lines else "",
        "inspection": part,
        "supervision": part,
        "inspection_kinds": kinds,
        "supervision_kinds": kinds,
    }


def _amendment(document_type: str) -> dict[str, object]:
    return {
        "document_type": document_type,
        "body": "Ban Thường vụ Huyện uỷ",
        "program_number": "02-CTr/HU",
        "program_date": "05/01/2021",
        "program_title": "kiểm tra, giám sát năm 2021",
        "year": 2021,
        "term": "2020 - 2025",
        "reason": "thực hiện chỉ đạo của cấp trên",
        "summary": "bổ sung 02 mục",
    }


def _opinions(each: int) -> dict[str, object]:
    names = ("asked", "answered", "agreed", "worded", "accepted", "partly", "explained", "open")
    values: dict[str, object] = dict.fromkeys(names, each)
    return {**values, "title": "kiểm tra, giám sát năm 2022", "body": "Ban Thường vụ Huyện uỷ"}
