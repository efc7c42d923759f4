"""Records as a person names them on the command line: by identifier, or by name, symbol, login."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.cli.usage import Refused
from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.domain.programs import Named, ProgramKind, Subject, SubjectKind
from ktgs_desktop.errors import UserError
from ktgs_desktop.i18n import day
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ktgs_desktop.domain.offices import IssuingBody, OfficeUser
    from ktgs_desktop.services.workspace import Workspace

_ALIKE, _NAMED = 500, 5


def identifier(text: str) -> UUID | None:
    """The identifier a text is, None if it is none.

    Args:
        text: what was typed.
    """
    try:
        return UUID(text)
    except ValueError:
        return None


def organization(workspace: Workspace, text: str) -> UUID:
    """An organisation by its identifier or by the name that it alone has.

    Args:
        workspace: the workspace.
        text: what was typed.

    Raises:
        UserError: what `organizations.resolved` refuses.
    """
    found = organization_or_none(workspace, text)
    if found is None:
        raise UserError("organization_unknown", name=text)
    return found


def organization_or_none(workspace: Workspace, text: str | None) -> UUID | None:
    """As `organization`, None if nothing was typed.

    Args:
        workspace: the workspace.
        text: what was typed.

    Raises:
        UserError: what `organizations.resolved` refuses.
    """
    from ktgs_desktop.services import organizations  # after --help

    if not text or not text.strip():
        return None
    return identifier(text) or organizations.resolved(workspace, Named(text))


def body(workspace: Workspace, text: str) -> IssuingBody:
    """An issuing body by its symbol or identifier.

    Args:
        workspace: the workspace.
        text: what was typed.

    Raises:
        Refused: there is none.
    """
    from ktgs_desktop.services import offices  # after --help

    found = offices.bodies(workspace)
    for one in found:
        if text == one.symbol or identifier(text) == one.id:
            return one
    wanted = _("No issuing body has the symbol “{text}”; choose one of {choices}.")
    raise Refused(wanted.format(text=text, choices=", ".join(one.symbol for one in found)))


def user(workspace: Workspace, text: str) -> OfficeUser:
    """A user by login name or identifier.

    Args:
        workspace: the workspace.
        text: what was typed.

    Raises:
        UserError: `login_unknown`.
    """
    from ktgs_desktop.services import users  # after --help

    for one in users.users(workspace):
        if text.casefold() == one.login.casefold() or identifier(text) == one.id:
            return one
    raise UserError("login_unknown", login=text)


def member(workspace: Workspace, text: str) -> UUID:
    """A member by identifier or by the name that one alone has.

    Args:
        workspace: the workspace.
        text: what was typed.

    Raises:
        Refused: none or more than one has this name.
    """
    from ktgs_desktop.services import register  # after --help

    known = identifier(text)
    if known is not None:
        return known
    found = register.called(workspace, text)
    if not found:
        wanted = _("No member is called “{name}”; “ktgs members list” shows all.")
        raise Refused(wanted.format(name=text))
    return _only(
        text,
        {
            row.id: ", ".join(filter(None, (row.full_name, row.birth_date, row.organization)))
            for row in found
        },
    )


def _only(text: str, found: Mapping[UUID, str]) -> UUID:
    """The one record that is meant.

    Args:
        text: what was typed.
        found: what each record that it can mean is called, at least one.

    Raises:
        Refused: there are several; a few are named with their ids.
    """
    if len(found) > 1:
        several = [f"{called} ({record})" for record, called in islice(found.items(), _NAMED)]
        several += ["…"] if len(found) > _NAMED else []
        wanted = _("“{text}” means {count} records; write the id of one: {choices}")
        raise Refused(wanted.format(text=text, count=len(found), choices="; ".join(several)))
    return next(iter(found))


def program(workspace: Workspace, text: str) -> UUID:
    """A program by identifier, by number (02-CTr/HU), or as HU/2021, HU/2020-2025.

    Args:
        workspace: the workspace.
        text: what was typed.

    Raises:
        Refused: none or more than one is meant.
    """
    from ktgs_desktop.services import offices, programs  # after --help

    known = identifier(text)
    if known is not None:
        return known
    symbols = {one.id: one.symbol for one in offices.bodies(workspace)}
    found = {}
    for there in programs.programs(workspace):
        one = there.program
        span = one.term if one.kind == ProgramKind.TERM else str(one.year)
        short = f"{symbols.get(one.body, '')}/{span}"
        if text in (one.number, short):
            found[one.id] = ", ".join(filter(None, (short, one.number, one.title)))
    if not found:
        wanted = _(
            "No program is “{text}”; write its number, HU/2021 or its id. “ktgs programs list” "
            "shows all."
        )
        raise Refused(wanted.format(text=text))
    return _only(text, found)


def document(workspace: Workspace, text: str) -> UUID:
    """A paper by identifier or by the number and symbol that it alone has.

    Args:
        workspace: the workspace.
        text: what was typed.

    Raises:
        Refused: none or more than one has this symbol.
    """
    from ktgs_desktop.services import papers  # after --help

    known = identifier(text)
    if known is not None:
        return known
    numbers = chain.from_iterable(papers.stream(workspace, Listing(search=text)))
    alike = papers.rows(workspace, list(islice(numbers, _ALIKE)))
    found = {
        row.id: f"{row.symbol}, {day(row.issued_on)}, {row.abstract}"
        for row in alike
        if row.symbol == text
    }
    if not found:
        wanted = _("No paper has the number “{text}”; “ktgs papers list” shows all.")
        raise Refused(wanted.format(text=text))
    return _only(text, found)


def named_body(workspace: Workspace, text: str) -> Named | None:
    """A body in the lead or taking part: its record if the register has it, else its name.

    Args:
        workspace: the workspace.
        text: name or identifier; nothing for none.
    """
    from ktgs_desktop.services import organizations  # after --help

    if not text.strip():
        return None
    known = identifier(text)
    if known is not None:
        return Named(organizations.get(workspace, known).name_on(), known)
    return Named(text, organizations.named(workspace, text))


def named_person(workspace: Workspace, text: str) -> Named | None:
    """A person: a member by identifier, else a name.

    Args:
        workspace: the workspace.
        text: name or identifier; nothing for none.
    """
    from ktgs_desktop.services import members  # after --help

    if not text.strip():
        return None
    known = identifier(text)
    return Named(members.get(workspace, known).full_name, known) if known else Named(text)


def subject(workspace: Workspace, text: str) -> Subject:
    """A subject of a program line: an organisation or a member of the register.

    Args:
        workspace: the workspace.
        text: identifier or name.

    Raises:
        Refused: none or more than one has this name.
    """
    from ktgs_desktop.services import members, organizations, program_items, register

    known = identifier(text)
    if known is None:
        named = program_items.new_subject(SubjectKind.ORGANIZATION, text)
        found = register.records_called(workspace, named)
        if len(found) != 1:
            raise Refused(_not_one(text, len(found)))
        return found[0]
    if organizations.row_number(workspace, known):
        name = organizations.get(workspace, known).name_on()
        return program_items.new_subject(SubjectKind.ORGANIZATION, name, known)
    member = members.get(workspace, known)
    return program_items.new_subject(
        SubjectKind.MEMBER, member.full_name, known, member.position_on(workspace.today)
    )


def _not_one(name: str, number: int) -> str:
    if number:
        wanted = _("{count} records of the register are called “{name}”; write the id of one.")
        return wanted.format(count=number, name=name)
    wanted = _(
        "Nothing in the register is called “{name}”. Write the name as in the register; a subject "
        "that is not in it is given with --new-organization or --new-member."
    )
    return wanted.format(name=name)


def subjects(
    workspace: Workspace,
    texts: Sequence[str],
    new: Mapping[SubjectKind, Sequence[str]],
    former: Sequence[Subject] = (),
) -> tuple[Subject, ...]:
    """Subjects of a program line; those of the same name as before stay the same.

    Args:
        workspace: the workspace.
        texts: identifiers or names of the register; nothing for none.
        new: names that are in no register, by what they are.
        former: the subjects that were there.

    Raises:
        Refused: a name that none or more than one has.
    """
    from ktgs_desktop.services import program_items  # after --help

    kept = {one.name: one for one in former} | {str(one.id): one for one in former if one.id}
    found = [kept.get(text.strip()) or subject(workspace, text) for text in texts if text.strip()]
    for kind, names in new.items():
        for name in names:
            there = kept.get(name.strip())
            same = there is not None and there.kind == kind
            if name.strip():
                made = program_items.new_subject(kind, name)
                found.append(there if there is not None and same else made)
    return tuple(found)
