"""An office that believes the training authority of the tests, and what its journal says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from ktgs_desktop.domain.trust_roots import root_fingerprint
from ktgs_desktop.services.exchange import hearing, keys
from ktgs_desktop.store import tables
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust.statements import StatementKind
from tests.trust.houses import the_tree

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.trust.exchange_training import TrainingTree


def believe_tree(workspace: Workspace, tree: TrainingTree | None = None) -> TrainingTree:
    """Let an office take root, lists and revocation list of an authority."""
    found = tree or the_tree()
    root = found.root_statement
    hearing.take_root(workspace, root, fingerprint=root_fingerprint(root.body))
    heard = [
        TravellingStatement(StatementKind.TRUST_LIST, one.body, one.signatures)
        for one in found.lists
    ]
    with workspace.store.local_writing() as connection:
        hearing.hear(
            workspace,
            connection,
            [*heard, TravellingStatement(keys.REVOCATIONS, found.revocations)],
        )
    return found


def journal_of(workspace: Workspace) -> tuple[int, ...]:
    """How many rows each table has, and the last change: what no refusal may alter."""
    with workspace.reading() as connection:
        counts = [
            connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for table in tables.metadata.sorted_tables
        ]
        head = connection.execute(sa.select(sa.func.max(tables.change.c.row))).scalar_one()
    return (*counts, head)
