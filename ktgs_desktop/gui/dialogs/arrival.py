"""What a package would change, before anything changes: who signed, what is new, what conflicts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTabBar,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)
from typing_extensions import override

from ktgs_desktop import i18n, messages
from ktgs_desktop.domain.arrivals import Effect
from ktgs_desktop.domain.newer_versions import BUNDLE_WAITS
from ktgs_desktop.errors import KtgsError
from ktgs_desktop.exchange_texts import channel_text
from ktgs_desktop.gui import errors, theme
from ktgs_desktop.gui.widgets.package_words import (
    EFFECT_TINTS,
    EFFECTS,
    KINDS,
    moment_text,
    size_text,
    spelled_value,
)
from ktgs_desktop.gui.widgets.page import button, label
from ktgs_desktop.gui.widgets.record_words import entity_text, field_text
from ktgs_desktop.gui.widgets.task_bar import TaskBar
from ktgs_desktop.i18n import translate as _
from ktgs_desktop.services.exchange import receiving

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from ktgs_desktop.domain.arrivals import ArrivingFeed, ArrivingRecord
    from ktgs_desktop.domain.package_log import ImportJob
    from ktgs_desktop.gui.session import Session
    from ktgs_desktop.gui.tasks import Task
    from ktgs_desktop.progress import Progress
    from ktgs_desktop.services.exchange.cargo import Arrival

_SIZE = (940, 620)
_EFFECT, _KIND, _RECORD, _UNIT = range(4)
_FEED_HEIGHT = 112
_MOST_FIELDS = 3


class ArrivalDialog(QDialog):
    """Shows what a package would change; it is taken in or left.

    Args:
        session: the session.
        arrival: what was found.
        parent: the window.

    Attributes:
        job: the taking in once the package was taken in or left, None before.
        tabs: which records are shown.
        records: the records, each with its fields below it.
        take_button: takes the package in.
        leave_button: leaves it.
    """

    def __init__(self, session: Session, arrival: Arrival, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._arrival = session, arrival
        self._task: Task | None = None
        self.job: ImportJob | None = None
        self.setWindowTitle(_("What the package brings"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(theme.scaled(_SIZE[0]), theme.scaled(_SIZE[1]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(8)
        self._build_head(layout)
        self._build_feeds(layout)
        self._build_records(layout)
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        layout.addWidget(self._fault)
        layout.addLayout(self._build_foot())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.take)
        self.take_button.setFocus()

    # Building ---------------------------------------------------------------------------

    def _build_head(self, layout: QVBoxLayout) -> None:
        found, job = self._arrival, self._arrival.job
        title = _("{kind} from {unit}")
        kind = str(KINDS.get(job.kind, job.kind))
        layout.addWidget(
            label(
                _capital(title.format(kind=kind, unit=found.name)),
                "dialogTitle",
                wrap=True,
            )
        )
        told = _("Nothing has changed yet. {file}, {size}, made {moment}.")
        layout.addWidget(
            label(
                told.format(
                    file=job.name, size=size_text(job.size), moment=moment_text(job.made_at)
                ),
                "muted",
                wrap=True,
            )
        )
        signed = _("The signature is valid: {holder}.")
        layout.addWidget(label("✔ " + signed.format(holder=found.signed_by), "doneText", wrap=True))
        for text in _warnings(found):
            layout.addWidget(label("▲ " + text, "warning", wrap=True))
        self.summary = label(_summary(found), "sectionTitle", wrap=True)
        layout.addWidget(self.summary)

    def _build_feeds(self, layout: QVBoxLayout) -> None:
        self.feeds = QTreeWidget()
        self.feeds.setAccessibleName(_("Where the changes come from"))
        self.feeds.setRootIsDecorated(False)
        self.feeds.setHeaderLabels(
            [_("Unit"), _("Contents"), _("New"), _("Here already"), _("Waiting"), _("Signed by")]
        )
        self.feeds.addTopLevelItems([_feed_item(one) for one in self._arrival.feeds])
        _stretch(self.feeds, 0)
        rows = max(1, len(self._arrival.feeds))
        self.feeds.setFixedHeight(theme.scaled(min(_FEED_HEIGHT, 34 + 24 * rows)))
        self.feeds.setVisible(bool(self._arrival.feeds))
        layout.addWidget(self.feeds)

    def _build_records(self, layout: QVBoxLayout) -> None:
        counts: Counter[str] = Counter()
        for (_kind, effect), count in self._arrival.effects.items():
            counts[effect] += count
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("Which records are shown"))
        told = _("All  {count}").format(count=i18n.number(sum(counts.values())))
        self.tabs.setTabData(self.tabs.addTab(told), "")
        for effect, word in EFFECTS.items():
            if counts[effect]:
                text = f"{_capital(str(word))}  {i18n.number(counts[effect])}"
                self.tabs.setTabData(self.tabs.addTab(text), effect)
        self.tabs.currentChanged.connect(lambda _at: self._show_records())
        self.records = QTreeWidget()
        self.records.setAccessibleName(_("Records of the package"))
        self.records.setHeaderLabels(
            [_("Result"), _("Kind of record"), _("Name of the record"), _("Unit")]
        )
        self.records.setUniformRowHeights(True)
        _stretch(self.records, _RECORD)
        layout.addWidget(self.tabs)
        layout.addWidget(self.records, 1)
        self.more = label("", "muted", wrap=True)
        layout.addWidget(self.more)
        for part in (self.tabs, self.records, self.more):
            part.setVisible(bool(counts))
        if not counts:
            layout.addStretch(1)
        self._show_records()

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        self.task_bar = TaskBar()
        foot.addWidget(self.task_bar)
        foot.addStretch(1)
        self.later_button = button(_("Lat&er"), self.reject)
        self.later_button.setToolTip(_("The file stays in the list; go on with it any time."))
        self.leave_button = button(_("&Leave it"), self._leave)
        text = _("&Take in {count} changes") if self._arrival.new else _("&Take in")
        self.take_button = button(
            text.format(count=i18n.number(self._arrival.new)),
            self.take,
            icon="check",
            primary=True,
        )
        for made in (self.later_button, self.leave_button, self.take_button):
            foot.addWidget(made)
        return foot

    # Showing ----------------------------------------------------------------------------

    def _show_records(self) -> None:
        wanted = self.tabs.tabData(self.tabs.currentIndex())
        shown = [one for one in self._arrival.records if not wanted or one.effect == wanted]
        names = {feed.unit: feed.name for feed in self._arrival.feeds}
        self.records.clear()
        self.records.addTopLevelItems([_item(one, names.get(one.unit, "")) for one in shown])
        for place, one in enumerate(shown):
            item = self.records.topLevelItem(place)
            if item is not None and one.effect == "CONFLICT":
                item.setExpanded(True)
        if (first := self.records.topLevelItem(0)) is not None:
            self.records.setCurrentItem(first)
        left = self._count(wanted) - len(shown)
        told = _("Shown one by one: {shown}; {left} more are only counted.")
        self.more.setText(told.format(shown=len(shown), left=i18n.number(left)) if left > 0 else "")
        self.more.setVisible(left > 0)

    def _count(self, wanted: str) -> int:
        found = self._arrival.effects.items()
        return sum(count for (_kind, effect), count in found if not wanted or effect == wanted)

    # Doing ------------------------------------------------------------------------------

    def take(self) -> None:
        """Take the package in, in one step."""
        workspace, job = self._session.workspace, self._arrival.job.id
        if self._task is not None:
            return

        def work(progress: Progress) -> ImportJob:
            return receiving.apply(workspace, job, progress)

        self._enable(on=False)
        self._task = self._session.tasks.write(
            self, work, self._done, self._refused, label=_("Taking the package in")
        )
        self.task_bar.follow(self._task, self._ended)

    def _leave(self) -> None:
        workspace, job = self._session.workspace, self._arrival.job.id
        self._session.tasks.write(
            self, lambda _progress: receiving.leave(workspace, job), self._done, self._refused
        )

    def _enable(self, *, on: bool) -> None:
        for made in (self.take_button, self.leave_button, self.later_button):
            made.setEnabled(on)

    def _ended(self) -> None:
        self._task = None
        self._enable(on=True)

    def _done(self, job: ImportJob) -> None:
        self.job = job
        self.accept()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, KtgsError):
            self._fault.setText(messages.sentence(error))
            self._fault.show()
        else:
            errors.show(self, error)

    @override
    def reject(self) -> None:
        if self._task is not None:
            self._task.cancel()
        else:
            super().reject()


def _warnings(found: Arrival) -> list[str]:
    told = [messages.text_told(code, {}) for code in found.warnings]
    if found.lost:
        told.append(
            _(
                "That office holds {count} of this office's changes that are not here: an old copy "
                "was restored here. Ask it to return them, before you go on working."
            ).format(count=i18n.number(found.lost))
        )
    newer = max((one.least for one in found.feeds), default=0)
    if any(effect == Effect.NEWER for _kind, effect in found.effects):
        text = _(
            "Some of its records need data version {number}. They are taken in and handed on, and "
            "show once this program is updated."
        )
        told.append(text.format(number=newer))
    if found.lacking:
        told.append(messages.text_told(BUNDLE_WAITS, {}))
    if found.left_out > len(found.lacking):
        text = _("Parts of the package are not for this office or need a newer version: {count}.")
        told.append(text.format(count=i18n.number(found.left_out)))
    return told


def _summary(found: Arrival) -> str:
    """What the package brings, in one line."""
    if found.answer:
        return _("It says what came of a package of this office.")
    held, known = sum(one.held for one in found.feeds), sum(one.known for one in found.feeds)
    parts = []
    if found.new:
        parts.append(_("{count} new changes").format(count=i18n.number(found.new)))
    if known:
        parts.append(_("{count} that are here already").format(count=i18n.number(known)))
    if held:
        parts.append(_("{count} that wait for earlier data").format(count=i18n.number(held)))
    if found.statements:
        parts.append(_("{count} keys and lists").format(count=i18n.number(found.statements)))
    for version in found.lists:
        told = _("a list of regulations, version {version}, to install under Regulations")
        parts.append(told.format(version=version))
    if found.blobs:
        parts.append(_("{count} attachments").format(count=i18n.number(found.blobs)))
    if not parts or (known and not (found.new or held or found.blobs)):
        parts.insert(0, _("nothing new: it was taken in before"))
    return _capital("; ".join(parts))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _stretch(tree: QTreeWidget, column: int) -> None:
    head = tree.header()
    head.setStretchLastSection(False)
    for place in range(head.count()):
        wide = QHeaderView.ResizeMode.ResizeToContents
        head.setSectionResizeMode(place, wide)
    head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)


def _feed_item(feed: ArrivingFeed) -> QTreeWidgetItem:
    counts = [i18n.number(count) if count else "" for count in (feed.new, feed.known, feed.held)]
    item = QTreeWidgetItem([feed.name, channel_text(feed.channel), *counts, feed.signed_by])
    for place in (2, 3, 4):
        item.setTextAlignment(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    if feed.held:
        item.setForeground(4, theme.colour("due_soon"))
    return item


def _item(record: ArrivingRecord, unit: str) -> QTreeWidgetItem:
    effect = str(EFFECTS.get(record.effect, record.effect))
    item = QTreeWidgetItem([effect, entity_text(record.entity), _labelled(record), unit])
    item.setForeground(_EFFECT, theme.colour(EFFECT_TINTS.get(record.effect, "text")))
    item.setToolTip(_RECORD, record.label)
    item.addChildren(_field_items(record))
    return item


def _labelled(record: ArrivingRecord) -> str:
    """What a record is called, with the fields that change if they are few."""
    names = [field_text(one.field) for one in record.fields]
    if not names:
        return record.label
    told = ", ".join(names[:_MOST_FIELDS]) + (", …" if len(names) > _MOST_FIELDS else "")
    return _("{record} · {fields}").format(record=record.label, fields=told)


def _field_items(record: ArrivingRecord) -> Sequence[QTreeWidgetItem]:
    items = []
    for one in record.fields:
        before = spelled_value(record.entity, one.field, one.before) or _("(empty)")
        after = spelled_value(record.entity, one.field, one.after) or _("(empty)")
        told = _("{before} → {after}").format(before=before, after=after)
        item = QTreeWidgetItem(["", field_text(one.field), told.replace("\n", " "), ""])
        item.setForeground(_KIND, theme.colour("muted"))
        item.setToolTip(_RECORD, told)
        items.append(item)
    return items
