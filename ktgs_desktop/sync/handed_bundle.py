"""One unit's package, cut out of the package of the unit above it that handed it on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain.package_sections import SectionType
from ktgs_desktop.errors import PackageError
from ktgs_desktop.sync.package_reader import check_frame
from ktgs_desktop.sync.sections import checked, differs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ktgs_desktop.sync.package_reader import Opened


def bundle_of(opened: Opened, unit: UUID) -> Iterator[bytes]:
    """The inner part of a unit's package as that unit signed it, to be handed on further.

    Args:
        opened: the package: the unit's own, or one of the unit above it.
        unit: the unit.

    Raises:
        PackageError: `bundle_missing` if nothing of that unit is in it, and what is wrong with the
            package.
    """
    if opened.manifest.unit == unit:
        yield from opened.verbatim(lambda _section: True)
        return
    stream = opened.stream()
    if stream.opening() != (opened.opening.body, opened.opening.signatures):
        differs("manifest")
    for section in opened.manifest.sections:
        check_frame(section, stream.frame(), bundled=False)
        body = checked(section, stream.body(section.stored))
        if section.kind == SectionType.BUNDLE and section.name == str(unit):
            yield from body
            return
        for _piece in body:
            pass  # what stands before it
    raise PackageError("bundle_missing", unit=str(unit))
