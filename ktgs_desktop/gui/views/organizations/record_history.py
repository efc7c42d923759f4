"""The history of an organisation or member, with codes, dates and other records in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from typing_extensions import override

from ktgs_desktop import i18n
from ktgs_desktop.domain.dates import PartialDate
from ktgs_desktop.gui.widgets.history_panel import HistoryPanel
from ktgs_desktop.i18n import language
from ktgs_desktop.services import history, organizations
from ktgs_desktop.services.workspace import codes

if TYPE_CHECKING:
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.history import Version

_CODES = {"org_type": "organization_types", "level": "levels", "end_reason": "end_reasons"}
_DAYS = ("founded", "ended")
_RECORDS = ("parent", "organization")


class RecordHistory(HistoryPanel):
    """Shows every version of a record, the latest first, each value as people read it."""

    @override
    def show_record(self, record: UUID | None) -> None:
        self._record = record
        self.text.clear()
        if record is None:
            return
        workspace, entity = self._session.workspace, self._entity

        def work(_progress: Progress) -> tuple[Sequence[Version], Mapping[UUID, str]]:
            found = history.versions(workspace, entity, record)
            wanted = {one for version in found for one in _mentioned(version)}
            return found, organizations.names(workspace, wanted)

        def then(found: tuple[Sequence[Version], Mapping[UUID, str]]) -> None:
            versions, names = found
            if self._record == record:
                blocks = [self._block(_in_words(version, names)) for version in versions]
                self.text.setHtml("".join(blocks))

        self._session.tasks.read(self, work, then)


def _mentioned(version: Version) -> Iterator[UUID]:
    for change in version.fields:
        for value in (change.before, change.after):
            if change.field in _RECORDS and isinstance(value, str):
                yield UUID(value)
            for part in value if isinstance(value, list) else ():
                if isinstance(part, dict):
                    yield from (UUID(str(part[key])) for key in _RECORDS if part.get(key))


def _in_words(version: Version, names: Mapping[UUID, str]) -> Version:
    fields = tuple(
        dataclasses.replace(
            change,
            before=_value(change.field, change.before, names),
            after=_value(change.field, change.after, names),
        )
        for change in version.fields
    )
    return dataclasses.replace(version, fields=fields)


def _value(field: str, value: Any, names: Mapping[UUID, str]) -> Any:
    if not value:
        return value
    if isinstance(value, list):
        return [_entry(part, names) for part in value]
    if field in _CODES:
        return codes(_CODES[field]).get(str(value)).name(language())
    if field in _DAYS:
        return i18n.day(date.fromisoformat(value))
    if field == "birth_date":
        return str(PartialDate(value))
    return names.get(UUID(value), "?") if field in _RECORDS else value


def _entry(part: Any, names: Mapping[UUID, str]) -> Any:
    if not isinstance(part, dict):
        return part
    texts = [str(part[key]) for key in ("name", "title", "code") if part.get(key)]
    texts += [names.get(UUID(str(part[key])), "?") for key in _RECORDS if part.get(key)]
    ends = [part.get("start"), part.get("end")]
    days = " – ".join(str(PartialDate(str(day))) if day else "…" for day in ends)
    shown = ", ".join(texts)
    return f"{shown} ({days})" if any(ends) else shown
