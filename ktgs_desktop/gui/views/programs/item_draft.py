"""What was typed into a line and not saved: kept, read back, and joined with what others did."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from ktgs_desktop.domain.encoding import from_document, to_document
from ktgs_desktop.domain.programs import ProgramItem
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.gui.views.programs.item_form import FIELD_NAMES
from ktgs_desktop.i18n import translate as _

ITEM, PROGRESS = "program_item", "progress"
_TEXT = "text:"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the draft of a line or of its progress is kept.

    Attributes:
        form: `ITEM` or `PROGRESS`.
        record: the line's id, or `new:` and the program's.
    """

    form: str
    record: str


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line as typed.

    Attributes:
        item: the line as the fields say.
        base: the line as it was kept when the typing began, None for a new one.
        texts: times that are not understood yet, by field.
    """

    item: ProgramItem
    base: ProgramItem | None = None
    texts: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> dict[str, str]:
        """The draft as texts, to be kept."""
        kept = {"item": _to_text(self.item)}
        if self.base is not None:
            kept["base"] = _to_text(self.base)
        return kept | {_TEXT + name: text for name, text in self.texts.items()}


def read_draft(content: Mapping[str, str]) -> LineDraft | None:
    """A draft from its texts, None if there is none or another version wrote it.

    Args:
        content: as `LineDraft.content` gave it.
    """
    if "item" not in content:
        return None
    try:
        item = _from_text(content["item"])
        base = _from_text(content["base"]) if "base" in content else None
    except (KtgsError, ValueError):
        return None
    texts = {name.removeprefix(_TEXT): t for name, t in content.items() if name.startswith(_TEXT)}
    return LineDraft(item, base, texts)


def _to_text(item: ProgramItem) -> str:
    return json.dumps(to_document(item), ensure_ascii=False)


def _from_text(text: str) -> ProgramItem:
    return from_document(ProgramItem, json.loads(text))


@dataclass(frozen=True, slots=True)
class Joined:
    """A line as typed, with what was saved of it meanwhile.

    Attributes:
        item: the line: fields typed into as typed, all others as saved.
        taken: fields taken over from what was saved.
        both: fields changed on both sides; they stay as typed.
    """

    item: ProgramItem
    taken: frozenset[str]
    both: frozenset[str]


def joined(base: ProgramItem, mine: ProgramItem, theirs: ProgramItem) -> Joined:
    """What was typed joined with what was saved meanwhile.

    Args:
        base: the line when the typing began.
        mine: the line as typed.
        theirs: the line as it is kept now.
    """
    values, taken, both = {}, set(), set()
    for part in dataclasses.fields(ProgramItem):
        name = part.name
        before, typed, saved = (getattr(one, name) for one in (base, mine, theirs))
        if saved in (before, typed):
            continue
        if typed == before:
            values[name] = saved
            taken.add(name)
        else:
            both.add(name)
    return Joined(dataclasses.replace(mine, **values), frozenset(taken), frozenset(both))


def joined_notice(taken: frozenset[str], both: frozenset[str]) -> str:
    """What the clerk is told when a line was saved while it is typed into, empty for nothing.

    Args:
        taken: fields taken over.
        both: fields that stay as typed.
    """
    names = [str(text) for name, text in FIELD_NAMES.items() if name in (both or taken - {"seq"})]
    if both:
        text = _("Changed meanwhile too: {fields}. Saving puts what you typed in its place.")
    else:
        text = _("Changed meanwhile and shown now: {fields}.")
    return text.format(fields=", ".join(names)) if names else ""
