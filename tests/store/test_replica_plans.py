"""The lists over received records walk an index, however many records there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ktgs_desktop.domain.listing import Listing
from ktgs_desktop.services.exchange.place import place_of
from ktgs_desktop.store import dialect, replica_lists
from ktgs_desktop.store.exchange_tables import replica

if TYPE_CHECKING:
    from ktgs_desktop.services.workspace import Workspace

_ENTITY = {"entity": "program_item"}


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("without_year", [False, True])
@pytest.mark.parametrize(
    "filters",
    [
        _ENTITY,
        {**_ENTITY, "year": 2021},
        {**_ENTITY, "code": "INSPECTION_PROGRAM"},
        {**_ENTITY, "in_code": ("INSPECTION_PROGRAM",), "in_state": ("ACTIVE",)},
        {**_ENTITY, "in_unit": ("9c956e84-d338-5d75-9fee-82d8e38ceb84",)},
        {},
    ],
)
def test_no_list_is_sorted_in_memory(workspace: Workspace, filters, descending, without_year):
    query = Listing("year", descending, filters=filters)
    after = (7,) if without_year or not filters else (2021, 7)
    page = replica_lists.page_query(
        place_of(workspace), query, after, 100, without_year=without_year
    )
    with workspace.reading() as connection:
        plan = dialect.query_plan(connection, page)
        sorted_ = dialect.query_plan(connection, page.order_by(None).order_by(replica.c.label))
    # What the list itself does comes first and last; between them stand its conditions.
    assert "SCAN replica" not in plan[0] or not filters, plan
    assert "ORDER BY" not in plan[-1], plan
    assert "ORDER BY" in sorted_[-1], sorted_
