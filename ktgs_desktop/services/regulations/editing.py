"""The office's own regulations, and words it types or pastes for any regulation.

A text of the list is never changed here; whoever has to say something about it writes a note.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import regulation_articles as words_rules
from ktgs_desktop.domain import regulations as rules
from ktgs_desktop.domain.citations import Citation
from ktgs_desktop.domain.identity import REGISTER_OWNER
from ktgs_desktop.domain.regulation_articles import Article, RegulationText
from ktgs_desktop.domain.regulation_items import key_form
from ktgs_desktop.domain.regulation_targets import resolved
from ktgs_desktop.domain.regulations import Regulation, RegulationKind, Relation, RelationKind
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.errors import UserError
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records, regulation_links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ktgs_desktop.store.database import Reader


def blank(workspace: Workspace, kind: str = RegulationKind.PROGRAM) -> Regulation:
    """A new regulation of the office to be filled in; nothing is written.

    Args:
        workspace: the workspace.
        kind: what it is, e.g. `COORDINATION`.
    """
    return Regulation(
        owner=workspace.office.unit, id=new_id(), number="", issuer="", title="", kind=kind
    )


def save(workspace: Workspace, regulation: Regulation) -> Regulation:
    """Add a regulation of the office or save one that was edited.

    Args:
        workspace: the workspace.
        regulation: with its new values.

    Returns:
        The regulation as saved: texts composed, relations pointing at the texts they mean.

    Raises:
        UserError: `regulation_of_list`, `regulation_exists`, `regulation_ambiguous`,
            `regulation_circle`, what `check_regulation` refuses; `record_gone` if it was voided
            meanwhile.
    """
    tidy = _tidy(regulation)
    with workspace.reading() as connection:
        known = records.find(connection, Regulation, tidy.id, voided=True) is not None
    name = "edit_regulation" if known else "add_regulation"
    with workspace.writing(name, f"{tidy.label} · {tidy.title}") as writer:
        if known:
            _own(writer.connection, tidy.id)
        elif tidy.owner == REGISTER_OWNER:
            raise UserError("regulation_of_list", number=tidy.label)
        relations = tuple(_pointing(writer.connection, tidy, one) for one in tidy.relations)
        tidy = dataclasses.replace(tidy, relations=relations)
        rules.check_regulation(tidy)
        _check_key(writer.connection, tidy)
        _check_circle(writer.connection, tidy)
        writer.put(tidy)
    return tidy


def _tidy(regulation: Regulation) -> Regulation:
    def plain(text: str) -> str:
        return " ".join(nfc(text).split())

    return dataclasses.replace(
        regulation,
        number=plain(regulation.number),
        issuer=plain(regulation.issuer),
        title=plain(regulation.title),
        date_note=plain(regulation.date_note),
        note=nfc(regulation.note),
        partners=tuple(name for name in map(plain, regulation.partners) if name),
        relations=tuple(
            dataclasses.replace(
                one, number=plain(one.number), issuer=plain(one.issuer), note=plain(one.note)
            )
            for one in regulation.relations
        ),
    )


def _own(connection: Reader, regulation: UUID) -> Regulation:
    """A regulation of the office itself.

    Raises:
        UserError: `record_gone`, `regulation_of_list`.
    """
    found = records.get(connection, Regulation, regulation)
    if found.listed:
        raise UserError("regulation_of_list", number=found.label)
    return found


def _of_number(connection: Reader, number: str) -> list[Regulation]:
    form = rules.number_form(number)
    return records.get_all(connection, Regulation, number_form=form)


def _pointing(connection: Reader, text: Regulation, relation: Relation) -> Relation:
    if relation.target is not None:
        there = records.find(connection, Regulation, relation.target)
        if there is not None:
            return relation
    others = (one for one in _of_number(connection, relation.number) if one.id != text.id)
    return resolved(dataclasses.replace(relation, target=None), others)


def _check_key(connection: Reader, text: Regulation) -> None:
    form = key_form(text.key)
    for other in _of_number(connection, text.number):
        if other.id != text.id and key_form(other.key) == form:
            raise UserError("regulation_exists", number=text.label)


def _check_circle(connection: Reader, text: Regulation) -> None:
    around = {text.id: text}
    for relation in text.related(RelationKind.REPLACES):
        if relation.target is not None:
            for one in regulation_links.related(connection, relation.target):
                around.setdefault(one.id, one)
    found = rules.circle(around.values())
    if found:
        numbers = ", ".join(around[one].number for one in found)
        raise UserError("regulation_circle", numbers=numbers)


def void(workspace: Workspace, regulation: UUID, reason: str) -> None:
    """Take a regulation of the office that was entered by mistake out of the library.

    Args:
        workspace: the workspace.
        regulation: its id.
        reason: why; the history keeps it.

    Raises:
        UserError: `record_gone`, `reason_missing`, `regulation_of_list`, `regulation_cited` with
            how often.
    """
    with workspace.writing("void_regulation") as writer:
        found = _own(writer.connection, regulation)
        cited = records.get_all(writer.connection, Citation, regulation=regulation)
        if cited:
            raise UserError("regulation_cited", number=found.label, count=len(cited))
        writer.about = f"{found.label} · {found.title}"
        for text in records.get_all(writer.connection, RegulationText, regulation=regulation):
            writer.void(text, nfc(reason))
        writer.void(found, nfc(reason))


# Words ----------------------------------------------------------------------------------------


def blank_text(workspace: Workspace, regulation: UUID) -> RegulationText:
    """Words of a regulation to be typed or pasted, as its next version; nothing is written.

    Args:
        workspace: the workspace.
        regulation: the regulation, of the list or own.

    Raises:
        UserError: `record_gone`.
    """
    with workspace.reading() as connection:
        records.get(connection, Regulation, regulation)
        there = records.get_all(connection, RegulationText, regulation=regulation)
    version = 1 + max((one.version for one in there), default=0)
    return RegulationText(workspace.office.unit, new_id(), regulation, version)


def save_text(workspace: Workspace, text: RegulationText) -> RegulationText:
    """Keep words of a regulation that were typed or pasted here.

    Args:
        workspace: the workspace.
        text: the words in their parts.

    Returns:
        The words as saved.

    Raises:
        UserError: `articles_missing`, `regulation_of_list` if the words came with the list, what
            `check_text` refuses, `record_gone`.
    """
    tidy = dataclasses.replace(
        text, note=nfc(text.note), articles=tuple(_tidy_articles(text.articles))
    )
    if not any(one.heading or one.text for one in tidy.articles):
        raise UserError("articles_missing")
    words_rules.check_text(tidy)
    with workspace.writing("save_regulation_text") as writer:
        about = records.get(writer.connection, Regulation, tidy.regulation)
        if tidy.owner == REGISTER_OWNER:
            raise UserError("regulation_of_list", number=about.label)
        if records.find(writer.connection, RegulationText, tidy.id, voided=True) is not None:
            records.get(writer.connection, RegulationText, tidy.id)
        writer.about = about.label
        writer.put(tidy)
    return tidy


def _tidy_articles(articles: Iterable[Article]) -> Iterable[Article]:
    for one in articles:
        yield dataclasses.replace(
            one,
            label=nfc(one.label),
            heading=" ".join(nfc(one.heading).split()),
            text=nfc(one.text),
        )


def void_text(workspace: Workspace, text: UUID, reason: str) -> None:
    """Take words that were typed by mistake away.

    Args:
        workspace: the workspace.
        text: their id.
        reason: why; the history keeps it.

    Raises:
        UserError: `record_gone`, `reason_missing`, `regulation_of_list`.
    """
    with workspace.writing("void_regulation_text") as writer:
        found = records.get(writer.connection, RegulationText, text)
        about = records.get(writer.connection, Regulation, found.regulation)
        if found.owner == REGISTER_OWNER:
            raise UserError("regulation_of_list", number=about.label)
        writer.about = about.label
        writer.void(found, nfc(reason))
