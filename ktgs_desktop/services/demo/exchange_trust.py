"""The authority of the training offices, which all of them believe; it says that it is a trial."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ktgs_desktop.domain.organizations import OrganizationType
from ktgs_desktop.domain.trust_roots import root_fingerprint
from ktgs_desktop.domain.units import organizations_of, short_committee
from ktgs_desktop.services import unit_register
from ktgs_desktop.services.exchange import hearing, keys
from ktgs_desktop.services.workspace import system_clock
from ktgs_desktop.sync.age_envelope import new_identity
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust.exchange_keys import ExchangeKeys
from ktgs_desktop.trust.exchange_training import TrainingTree, TrainingUnit, new_tree
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import StatementKind

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

START = date(2020, 1, 1)
_LEAST_YEARS, _YEARS_LEFT = 10, 5
PLACES = (("tinh", "19", "T"), ("huyen", "173", "H"), ("xa", "05911", "CS"))
"""Folder, unit code and level: Thái Nguyên, Phú Bình, and a commune of it."""


@dataclass(frozen=True, slots=True)
class Authority:
    """A training authority with the secret encryption keys of its units.

    Attributes:
        tree: root, lists and keys.
        secrets: secret encryption keys by code of the unit.
    """

    tree: TrainingTree
    secrets: dict[str, str] = field(repr=False)


def new_authority() -> Authority:
    """An authority for the three training offices, valid from before their first paper."""
    made = {code: new_identity() for _folder, code, _level in PLACES}
    found = {unit.code: unit for unit in unit_register.read_units() if unit.code in made}
    units: list[TrainingUnit] = []
    for _folder, code, level in PLACES:
        committee = next(
            one
            for one in organizations_of(found[code])
            if one.org_type == OrganizationType.INSPECTION_COMMITTEE
        )
        units.append(
            TrainingUnit(
                unit=committee.id,
                code=code,
                name=short_committee(committee.name_on()),
                level=level,
                parent=units[-1].unit if units else None,
                certificate=False,
                encryption=made[code][1],
            )
        )
    years = max(0, system_clock().year - START.year) + _YEARS_LEFT
    tree = new_tree(units, START, years=max(years, _LEAST_YEARS))
    return Authority(tree, {code: secret for code, (secret, _public) in made.items()})


def believe(workspace: Workspace, authority: Authority) -> None:
    """Give an office its keys of a training authority, and let it take root and lists.

    Args:
        workspace: the workspace of one of the units.
        authority: the authority.
    """
    tree = authority.tree
    mine = tree.offices[workspace.office.unit]
    secret = authority.secrets[mine.unit.code]
    approval = mine.approval if isinstance(mine.approval, Ed25519Key) else None
    keys.keep_own(
        workspace,
        ExchangeKeys(workspace.office.unit, mine.device, mine.carrier, (secret,), approval),
    )
    root = tree.root_statement
    hearing.take_root(workspace, root, fingerprint=root_fingerprint(root.body))
    carried = mine.carrier_binding
    binding = TravellingStatement(StatementKind.BINDING, carried.body, carried.signatures)
    with workspace.store.local_writing() as connection:
        hearing.hear(workspace, connection, [*statements(tree)[1:], binding])


def statements(tree: TrainingTree) -> list[TravellingStatement]:
    """The public part of an authority: root first, lists, revocation list.

    Args:
        tree: the authority.
    """
    root = tree.root_statement
    return [
        TravellingStatement(StatementKind.ROOT, root.body, root.signatures),
        *(
            TravellingStatement(StatementKind.TRUST_LIST, one.body, one.signatures)
            for one in tree.lists
        ),
        TravellingStatement(keys.REVOCATIONS, tree.revocations),
    ]


def believe_alone(workspace: Workspace) -> None:
    """Give one training office keys of an authority that no other office has.

    Args:
        workspace: the workspace of one of the units.
    """
    believe(workspace, new_authority())
