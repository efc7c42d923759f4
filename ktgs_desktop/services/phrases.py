"""Use cases of the phrases an office uses again (kho câu mẫu)."""

from __future__ import annotations

from uuid import UUID

from ktgs_desktop.domain import phrases as rules
from ktgs_desktop.domain.phrases import Phrase
from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.services.workspace import Workspace, new_id
from ktgs_desktop.store import records

_SHOWN = 150


def phrases(workspace: Workspace, field: str = "") -> list[Phrase]:
    """The phrases in dictionary order.

    Args:
        workspace: the workspace.
        field: where they are used (`CONTENT`, `NOTE`, `PAPER`), empty for all.
    """
    narrowed = {"field": field} if field else {}
    with workspace.reading() as connection:
        return rules.ordered(records.get_all(connection, Phrase, **narrowed))


def suggest(workspace: Workspace, field: str, typed: str) -> list[Phrase]:
    """The phrases that hold the words typed, the likeliest first.

    Args:
        workspace: the workspace.
        field: where they are used.
        typed: words, accents may be left out; nothing for all.
    """
    return rules.matching(phrases(workspace, field), nfc(typed))


def add(workspace: Workspace, field: str, text: str) -> Phrase:
    """Keep a phrase.

    Args:
        workspace: the workspace.
        field: where it is used.
        text: the phrase.

    Raises:
        UserError: `phrase_empty`, `phrase_exists` or `too_long`.
    """
    made = Phrase(workspace.office.unit, new_id(), field, nfc(text))
    return _write(workspace, "add_phrase", made)


def edit(workspace: Workspace, phrase: UUID, text: str) -> Phrase:
    """Change the text of a phrase; texts it went into stay as they are.

    Args:
        workspace: the workspace.
        phrase: its id.
        text: the new text.

    Raises:
        UserError: as `add`, or `record_gone`.
    """
    with workspace.reading() as connection:
        known = records.get(connection, Phrase, phrase)
    return _write(workspace, "edit_phrase", Phrase(known.owner, known.id, known.field, nfc(text)))


def _write(workspace: Workspace, operation: str, phrase: Phrase) -> Phrase:
    with workspace.writing(operation, phrase.text[:_SHOWN]) as writer:
        there = records.get_all(writer.connection, Phrase, field=phrase.field)
        if operation == "edit_phrase":
            records.get(writer.connection, Phrase, phrase.id)
        rules.check_phrase(phrase, there)
        writer.put(phrase)
    return phrase


def void(workspace: Workspace, phrase: UUID, reason: str) -> None:
    """Take a phrase out of the store; it stays in the history.

    Args:
        workspace: the workspace.
        phrase: its id.
        reason: why.

    Raises:
        UserError: `reason_missing` or `record_gone`.
    """
    with workspace.reading() as connection:
        known = records.get(connection, Phrase, phrase)
    with workspace.writing("void_phrase", known.text[:_SHOWN]) as writer:
        writer.void(records.get(writer.connection, Phrase, phrase), nfc(reason))
