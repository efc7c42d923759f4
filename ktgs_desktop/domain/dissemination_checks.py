"""What plans and sessions of dissemination cannot be, and what is odd about them yet may be so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import limits
from ktgs_desktop.domain.dissemination import Meeting, Way
from ktgs_desktop.errors import UserError

if TYPE_CHECKING:
    from ktgs_desktop.domain.dissemination import (
        Attendance,
        Dissemination,
        DisseminationSession,
    )
    from ktgs_desktop.domain.programs import Named


class SessionRemark(StrEnum):
    """What is odd about a session, yet may be so."""

    OUTSIDE_SPAN = "OUTSIDE_SPAN"
    NOT_A_TARGET = "NOT_A_TARGET"
    SITES_DIFFER = "SITES_DIFFER"


def check_plan(plan: Dissemination) -> None:
    """Refuse a plan that cannot be.

    Args:
        plan: what is to be saved.

    Raises:
        UserError: `dissemination_title_missing`, `dissemination_regulation_missing`,
            `dissemination_unit_missing`, `dissemination_name_unknown`,
            `dissemination_named_twice`, `dissemination_days_reversed`,
            `dissemination_way_unknown` or `too_long`.
    """
    if not plan.title.strip():
        raise UserError("dissemination_title_missing")
    if not plan.regulations:
        raise UserError("dissemination_regulation_missing")
    if not plan.targets:
        raise UserError("dissemination_unit_missing")
    _check_named(plan.regulations)
    _check_named(plan.targets)
    if plan.ends_on < plan.starts_on:
        raise UserError("dissemination_days_reversed", start=plan.starts_on, end=plan.ends_on)
    if plan.way not in list(Way):
        raise UserError("dissemination_way_unknown", text=plan.way)
    limits.check_length("title", plan.title, limits.LINE)
    limits.check_length("note", plan.note, limits.NOTE)
    if plan.body is not None:
        limits.check_length("body", plan.body.name, limits.NAME)


def _check_named(named: Iterable[Named]) -> None:
    """Refuse what stands in no list, and what stands there twice."""
    seen: set[UUID] = set()
    for one in named:
        if one.id is None:
            raise UserError("dissemination_name_unknown", name=one.name)
        if one.id in seen:
            raise UserError("dissemination_named_twice", name=one.name)
        seen.add(one.id)


def check_kept(
    plan: Dissemination, before: Dissemination, sessions: Iterable[DisseminationSession]
) -> None:
    """Refuse to take a regulation out of a plan that a session dealt with by name.

    Args:
        plan: the plan with its new values.
        before: the plan as it is.
        sessions: its sessions.

    Raises:
        UserError: `dissemination_regulation_used`.
    """
    kept = {one.id for one in plan.regulations}
    dealt = {name for session in sessions for name in session.regulations}
    for one in before.regulations:
        if one.id in dealt and one.id not in kept:
            raise UserError("dissemination_regulation_used", name=one.name)


def check_session(session: DisseminationSession, plan: Dissemination, today: date) -> None:
    """Refuse a session that cannot be.

    Args:
        session: what is to be saved.
        plan: its plan.
        today: the present day.

    Raises:
        UserError: `session_future` if people came to it on a day that is still to come,
            `session_regulation_unknown`, `session_sites_missing`, `session_sites_needless`,
            `session_site_unnamed`, `session_meeting_unknown`, `dissemination_name_unknown`,
            `dissemination_named_twice`, `too_long`, or what is said of numbers that cannot be:
            `session_negative`, `session_attended_exceeds`,
            `session_members_exceed`, `session_committee_exceeds`.
    """
    if session.meeting not in list(Meeting):
        raise UserError("session_meeting_unknown", text=session.meeting)
    if session.held_on > today and session.attended:
        raise UserError("session_future", date=session.held_on, today=today)
    known = {one.id for one in plan.regulations}
    if not known.issuperset(session.regulations):
        raise UserError("session_regulation_unknown")
    _check_sites(session)
    _check_named(one.unit for one in session.attendance)
    for one in session.attendance:
        check_numbers(one)
        limits.check_length("note", one.note, limits.LINE)
    for name in ("place", "chair", "reporter"):
        limits.check_length(name, getattr(session, name), limits.NAME)
    limits.check_length("note", session.note, limits.NOTE)


def _check_sites(session: DisseminationSession) -> None:
    if session.meeting == Meeting.VIDEO and not session.sites:
        raise UserError("session_sites_missing")
    if session.meeting != Meeting.VIDEO and session.sites:
        raise UserError("session_sites_needless")
    for site in session.sites:
        if not site.name.strip():
            raise UserError("session_site_unnamed")
        if site.number < 0:
            raise UserError("session_negative", name=site.name)
        limits.check_length("name", site.name, limits.NAME)
        limits.check_length("place", site.place, limits.NAME)


def check_numbers(one: Attendance) -> None:
    """Refuse numbers of a unit that cannot be: a part that exceeds its whole.

    Args:
        one: the unit with its numbers.

    Raises:
        UserError: `session_negative`, `session_attended_exceeds`, `session_members_exceed` or
            `session_committee_exceeds`.
    """
    name = one.unit.name
    if min(one.invited, one.attended, one.members, one.committee) < 0:
        raise UserError("session_negative", name=name)
    if one.invited and one.attended > one.invited:
        said = {"number": one.attended, "limit": one.invited}
        raise UserError("session_attended_exceeds", name=name, **said)
    if one.members > one.attended:
        said = {"number": one.members, "limit": one.attended}
        raise UserError("session_members_exceed", name=name, **said)
    most = one.members or one.attended  # a member of a committee is a Party member
    if one.committee > most:
        said = {"number": one.committee, "limit": most}
        raise UserError("session_committee_exceeds", name=name, **said)


def remarks(session: DisseminationSession, plan: Dissemination) -> tuple[SessionRemark, ...]:
    """What is odd about a session of a plan, yet may be so.

    Args:
        session: the session.
        plan: its plan.
    """
    found = []
    if not plan.starts_on <= session.held_on <= plan.ends_on:
        found.append(SessionRemark.OUTSIDE_SPAN)
    targets = {one.id for one in plan.targets}
    if any(one.unit.id not in targets for one in session.attendance):
        found.append(SessionRemark.NOT_A_TARGET)
    at_sites = sum(site.number for site in session.sites)
    if at_sites and at_sites > session.attended:  # the rest sat at the main site
        found.append(SessionRemark.SITES_DIFFER)
    return tuple(found)
