"""What a panel shows of a record, and the form that edits it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from typing_extensions import override

from ktgs_desktop.domain.vietnamese import nfc
from ktgs_desktop.gui.widgets.form import Form
from ktgs_desktop.gui.widgets.organization_field import OrganizationField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.errors import KtgsError

NEW = "new"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a panel shows of a record.

    Attributes:
        record: its id, None for one that is being entered.
        texts: contents of the fields by name.
        title: what it is called.
        state: a line about it.
        locked: whether its fields cannot be edited.
        detail: what else the panel shows of it.
    """

    record: UUID | None
    texts: Mapping[str, str]
    title: str
    state: str
    locked: bool = False
    detail: Any = field(default=None)


class Lockable(Protocol):
    """A field that can be locked."""

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a Qt-like setter
        """Forbid or allow editing."""
        ...


def lock(fields: Iterable[Lockable], *, locked: bool) -> None:
    """Lock fields or let them be edited.

    Args:
        fields: the fields.
        locked: whether they can only be read.
    """
    for part in fields:
        part.set_locked(locked)


class RecordForm(Form):
    """A form whose contents can be kept as texts."""

    def texts(self) -> dict[str, str]:
        """What stands in the fields, understood or not."""
        raise NotImplementedError

    def show_texts(self, texts: Mapping[str, str], *, is_new: bool) -> None:
        """Fill the fields.

        Args:
            texts: as `texts` gave them; missing ones are empty.
            is_new: whether a record is being entered.
        """
        raise NotImplementedError

    def entered(self) -> Any:
        """What was entered, to be written.

        Raises:
            UserError: a value is not understood; its field is marked.
        """
        raise NotImplementedError

    def set_locked(self, *, locked: bool) -> None:
        """Forbid or allow editing.

        Args:
            locked: whether the fields can only be read.
        """
        raise NotImplementedError

    @override
    def faulty_field(self, error: KtgsError) -> QWidget | None:
        name = error.params.get("name")
        for one in self.findChildren(OrganizationField):
            if error.code.startswith("organization_") and nfc(one.text()) == name:
                return one
        return super().faulty_field(error)

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        raise NotImplementedError
