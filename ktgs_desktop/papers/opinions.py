"""The report that sums up the opinions on a draft program (tổng hợp ý kiến góp ý)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ktgs_desktop.domain.opinions import Opinion, OpinionResult
from ktgs_desktop.papers.markup import parse_blocks
from ktgs_desktop.papers.paper import Align, Annex, AnnexGroup, Column, Paper
from ktgs_desktop.papers.phrases import Count
from ktgs_desktop.papers.templates import filled, template_source
from ktgs_desktop.papers.wording import wording

if TYPE_CHECKING:
    from datetime import date

    from ktgs_desktop.domain.programs import Program
    from ktgs_desktop.papers.letterhead import Letterhead

DOCUMENT_TYPE = "BC"
_TEMPLATE = "opinions.md.j2"


def opinions_paper(
    program: Program,
    opinions: Sequence[Opinion],
    head: Letterhead,
    today: date,
    usual: str = "",
) -> Paper:
    """The report on the opinions: counts in the letter, each opinion in the annex.

    Args:
        program: the draft.
        opinions: the opinions on it, in their order.
        head: the frame of the report, without number and date while it has none.
        today: the workspace's day; its year is printed while the date is open.
        usual: text the office has in place of the one that ships, empty for that one.

    Raises:
        UserError: `template_syntax`, `template_field_unknown`, …
    """
    answered = [one for one in opinions if one.received_on is not None]
    worded = [one for one in answered if one.text]
    values = {
        "title": program.title,
        "body": head.body_name,
        "asked": Count(len(opinions)),
        "answered": Count(len(answered)),
        "agreed": Count(len(answered) - len(worded)),
        "worded": Count(len(worded)),
        **{
            result.name.lower(): Count(sum(one.result == result for one in worded))
            for result in OpinionResult
        },
    }
    text = filled(usual.strip() or template_source(_TEMPLATE), values, template=_TEMPLATE)
    return Paper(
        layout=head.layout(today.year),
        header_above=head.header_above,
        header_own=head.header_own,
        symbol_text=head.symbol_text,
        place=head.place,
        issued_on=head.issued_on,
        year=today.year,
        type_name=wording("opinions_type"),
        abstract=wording("opinions_abstract", title=program.title),
        blocks=parse_blocks(text),
        signature=head.signature,
        recipients=head.recipients,
        annex=_annex(program, opinions),
    )


def _annex(program: Program, opinions: Sequence[Opinion]) -> Annex:
    columns = (
        Column(wording("opinions_column_seq"), 13, Align.CENTER),
        Column(wording("opinions_column_giver"), 48),
        Column(wording("opinions_column_days"), 36, Align.CENTER),
        Column(wording("opinions_column_text"), 85),
        Column(wording("opinions_column_result"), 28),
        Column(wording("opinions_column_answer"), 60),
    )
    rows = tuple(
        (str(number), one.giver, _days(one), _said(one), _result(one), one.answer)
        for number, one in enumerate(opinions, start=1)
    )
    return Annex(
        title=wording("opinions_annex"),
        subtitle=wording("opinions_annex_of", title=program.title),
        columns=columns,
        groups=(AnnexGroup("", rows),),
        labelled=False,
    )


def _days(one: Opinion) -> str:
    asked = wording("opinions_asked", date=f"{one.asked_on:%d/%m/%Y}")
    if one.received_on is None:
        return asked
    return "\n".join([asked, wording("opinions_received", date=f"{one.received_on:%d/%m/%Y}")])


def _said(one: Opinion) -> str:
    if one.received_on is None:
        return wording("opinions_waiting")
    return one.text or wording("opinions_agrees")


def _result(one: Opinion) -> str:
    if not one.text or one.result == OpinionResult.OPEN:
        return ""
    return wording(f"opinions_result_{one.result}")
