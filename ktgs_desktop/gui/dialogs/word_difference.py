"""What a Word file would change, as rich text: old and new side by side, and what is not taken."""

from __future__ import annotations

import html
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from ktgs_desktop import messages
from ktgs_desktop.domain.word_difference import ChangeKind
from ktgs_desktop.gui import theme
from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from ktgs_desktop.domain.word_copies import Remark
    from ktgs_desktop.domain.word_difference import RowChange
    from ktgs_desktop.services.word_drafts import Proposal

_ROW_WORDS: dict[ChangeKind, Late] = {
    ChangeKind.ADDED: late("Row {row}: new line"),
    ChangeKind.CHANGED: late("Row {row}: changed"),
    ChangeKind.MOVED: late("Row {row}: moved"),
    ChangeKind.REMOVED: late("Line {row} of the draft handed out: deleted"),
}
# Remarks on cells that are taken all the same.
_TAKEN = ("word_cell_both", "word_kind_of_part", "word_part_by_kind")
_TINTS = {
    ChangeKind.ADDED: "done",
    ChangeKind.CHANGED: "in_progress",
    ChangeKind.MOVED: "in_progress",
    ChangeKind.REMOVED: "overdue",
}


def counts(proposal: Proposal) -> str:
    """How much a file changes and how much of it cannot be taken, in one line.

    Args:
        proposal: what was read.
    """
    found = proposal.difference
    parts = []
    if found.title is not None:
        parts.append(_("the abstract"))
    if found.paragraphs:
        parts.append(_("paragraphs: {count}").format(count=len(found.paragraphs)))
    if found.rows:
        parts.append(_("lines: {count}").format(count=len(found.rows)))
    if proposal.remarks:
        parts.append(_("to look at: {count}").format(count=len(proposal.remarks)))
    return " · ".join(parts)


def difference_html(proposal: Proposal) -> str:
    """All of it.

    Args:
        proposal: what was read.
    """
    found = proposal.difference
    parts = []
    if proposal.remarks:
        rows = "".join(map(_remark, proposal.remarks))
        parts += [_heading(_("Not taken, or to be looked at")), _table(rows)]
    if found.title is not None:
        parts += [_heading(_("Abstract (trích yếu)")), _sides([found.title])]
    if found.paragraphs:
        pairs = [(one.old, one.new) for one in found.paragraphs]
        parts += [_heading(_("Text")), _sides(pairs)]
    if found.rows:
        parts.append(_heading(_("Lines of the annex")))
        parts += [_row(one, proposal) for one in found.rows]
    return "".join(parts)


def _heading(text: str) -> str:
    return f"<h4 style='margin-top:10px; margin-bottom:4px'>{html.escape(text)}</h4>"


def _table(rows: str) -> str:
    back = theme.colour("alternate").name()
    return f"<table width='100%' cellspacing='0' cellpadding='5' bgcolor='{back}'>{rows}</table>"


def _coloured(tint: str, text: str, style: str = "") -> str:
    return f"<span style='color:{theme.colour(tint).name()}; {style}'>{text}</span>"


def _plain(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def place_of(remark: Remark) -> str:
    """Where in the file something stands, in words.

    Args:
        remark: what is said of it.
    """
    if remark.row and remark.place:
        return _("Row {row}, {column}").format(row=remark.row, column=remark.place)
    if remark.row:
        return _("Row {row}").format(row=remark.row)
    return f"“{remark.place}”" if remark.place else _("The file")


def _remark(remark: Remark) -> str:
    text = messages.text_of(remark.code, dict(remark.params))
    sign = _coloured("due_soon", "▲")
    return f"<tr><td width='28%'>{sign} {_plain(place_of(remark))}</td><td>{_plain(text)}</td></tr>"


def _marked(old: str, new: str) -> tuple[str, str]:
    """Both texts, the words that differ coloured; what goes is struck out, what comes is bold."""
    before, after = old.split(" "), new.split(" ")
    left, right = [], []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = _plain(" ".join(before[a:b])), _plain(" ".join(after[c:d]))
        if tag == "equal":
            left.append(gone)
            right.append(come)
            continue
        if gone:
            left.append(_coloured("overdue", gone, "text-decoration:line-through"))
        if come:
            right.append(_coloured("done", come, "font-weight:600"))
    return " ".join(left), " ".join(right)


def _sides(pairs: list[tuple[str, str]]) -> str:
    muted = theme.colour("muted").name()
    head = "".join(
        f"<td width='50%' style='color:{muted}'>{html.escape(text)}</td>"
        for text in (_("In the program"), _("From Word"))
    )
    rows = [f"<tr>{head}</tr>"]
    for old, new in pairs:
        left, right = _marked(old, new)
        rows.append(f"<tr><td>{left or '–'}</td><td>{right or '–'}</td></tr>")
    return _table("".join(rows))


def _row(change: RowChange, proposal: Proposal) -> str:
    title = str(_ROW_WORDS[change.kind]).format(row=change.row)
    if change.moved and change.kind == ChangeKind.CHANGED:
        title = _("{title}, and moved").format(title=title)
    about = _about(change, proposal)
    head = f"{_coloured(_TINTS[change.kind], html.escape(title), 'font-weight:600')} {about}"
    refused = {(one.row, one.place) for one in proposal.remarks if one.code not in _TAKEN}
    rows = []
    for cell in change.cells:
        left, right = _marked(cell.old, cell.new)
        heading = proposal.headings.get(cell.column, cell.column)
        name = html.escape(heading)
        if (change.row, heading) in refused:
            right += " " + _coloured("due_soon", html.escape(_("(not taken)")))
        rows.append(
            f"<tr><td width='20%'>{name}</td><td width='40%'>{left or '–'}</td>"
            f"<td width='40%'>{right or '–'}</td></tr>"
        )
    return f"<p style='margin-top:8px; margin-bottom:2px'>{head}</p>{_table(''.join(rows))}"


def _about(change: RowChange, proposal: Proposal) -> str:
    """The content of the line as it is, if its own cell does not say it."""
    if any(cell.column == "content" for cell in change.cells):
        return ""
    there = next((item for item in proposal.seen if item.id == change.line), None)
    return _coloured("muted", _plain(there.content)) if there is not None else ""
