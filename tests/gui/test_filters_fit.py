"""The filters of every list on a small screen: what they say can be read whole."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QTabBar

from ktgs_desktop import i18n
from ktgs_desktop.gui.widgets.fields import ChoiceField
from ktgs_desktop.gui.widgets.filter_bar import FilterBar
from ktgs_desktop.gui.widgets.page import VIEWS
from ktgs_desktop.gui.widgets.rail import ROOMS
from ktgs_desktop.settings import Settings
from tests.helpers.desk import OFFSCREEN, Desk
from tests.helpers.program_page import issued

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]
_ICON = 46  # the funnel, the margins and the cross that clears the line


def cut_in(desk: Desk) -> list[str]:
    """What the filters seen now say and do not show whole."""
    found = []
    for bar in desk.window.findChildren(FilterBar):
        if not bar.isVisible():
            continue
        words, metrics = bar.line.placeholderText(), bar.line.fontMetrics()
        if metrics.horizontalAdvance(words) > bar.line.width() - _ICON:
            found.append(words)
        choices = [one for one in bar.findChildren(ChoiceField) if one.isVisible()]
        found += [one.currentText() for one in choices if one._option().currentText[-1:] == "…"]
    return found


@pytest.mark.parametrize("language", ["vi", "en"])
def test_filters_are_read_whole_on_a_small_screen(qtbot, workspace, language):
    desk = Desk.open(qtbot, workspace, Settings(language=language, theme="light"))
    seen: dict[str, list[str]] = {}
    try:
        desk.window.resize(1366, 768)
        desk.window.go("programs")
        issued(desk)
        for room in ROOMS:
            desk.window.go(room.name)
            desk.settle()
            seen[room.name] = cut_in(desk)
            for tabs in desk.window.page(room.name).findChildren(QTabBar, VIEWS):
                for place in range(1, tabs.count()):
                    tabs.setCurrentIndex(place)
                    desk.settle()
                    seen[f"{room.name}-{tabs.tabData(place)}"] = cut_in(desk)
        assert {"programs-coverage", "papers-incoming", "organizations-list"} <= seen.keys()
        assert {name: texts for name, texts in seen.items() if texts} == {}
    finally:
        workspace.store.keep_off(None)
        desk.close()
        i18n.use("vi")
