"""Where the texts of a family stand along the axis of time: numbers alone, nothing is drawn here.

Texts go from left to right by their first day, as far apart as the time between them allows; the
longest line of texts that replace one another stands in one row, the others above and below it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

WIDTH, HEIGHT = 152.0, 66.0
"""Size of a text's box."""
GAP_X, GAP_Y = 30.0, 34.0
"""Room between boxes of a row, and between rows."""
_YEAR = 64.0
_LEAST, _MOST = 26.0, 140.0
_DAYS = 365.25


@dataclass(frozen=True, slots=True)
class Dated:
    """A text to be placed.

    Attributes:
        key: identifies it.
        day: its first day as far as known, None if it is not known at all.
    """

    key: Hashable
    day: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """One text replaces another, or does something else to it.

    Attributes:
        later: the later text.
        earlier: the earlier one.
        replaces: whether it takes its place.
    """

    later: Hashable
    earlier: Hashable
    replaces: bool


@dataclass(frozen=True, slots=True)
class Box:
    """Where a text stands.

    Attributes:
        x: left edge.
        y: upper edge.
        lane: its row, from 0.
    """

    x: float
    y: float
    lane: int

    def overlaps(self, other: Box) -> bool:
        """Whether two boxes cover the same place."""
        return abs(self.x - other.x) < WIDTH and abs(self.y - other.y) < HEIGHT


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis.

    Attributes:
        x: where its first text stands.
        year: the year, 0 for texts whose day is not known.
    """

    x: float
    year: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything stands.

    Attributes:
        boxes: the texts by their keys.
        ticks: the years, from left to right.
        width: width of it all.
        height: height of it all.
    """

    boxes: Mapping[Hashable, Box]
    ticks: tuple[Tick, ...]
    width: float
    height: float


def place(texts: Sequence[Dated], steps: Iterable[Step]) -> Plan:
    """Place texts so that time goes to the right and no two of them overlap.

    Args:
        texts: the texts, each key once.
        steps: what they do to one another; steps to texts that are not there do not count.
    """
    if not texts:
        return Plan({}, (), 0.0, 0.0)
    known = {one.key for one in texts}
    replaced = [one for one in steps if one.later in known and one.earlier in known]
    ordered = sorted(texts, key=lambda one: (one.day is not None, one.day or date.min))
    place_of = {one.key: at for at, one in enumerate(ordered)}
    earlier: dict[Hashable, list[Hashable]] = defaultdict(list)
    for one in replaced:
        # A circle, which no family has, would otherwise never end.
        if one.replaces and place_of[one.earlier] < place_of[one.later]:
            earlier[one.later].append(one.earlier)
    line = _longest_line([one.key for one in ordered], earlier)
    lefts = _lefts(ordered, line)
    lanes = _lanes([one.key for one in ordered], lefts, line, earlier)
    top = min(lanes.values())
    boxes = {
        key: Box(lefts[key], (lane - top) * (HEIGHT + GAP_Y), lane - top)
        for key, lane in lanes.items()
    }
    width = max(box.x for box in boxes.values()) + WIDTH
    height = max(box.y for box in boxes.values()) + HEIGHT
    return Plan(boxes, tuple(_ticks(ordered, lefts)), width, height)


def _longest_line(
    ordered: Sequence[Hashable], earlier: Mapping[Hashable, Sequence[Hashable]]
) -> list[Hashable]:
    """The longest chain of texts that replace one another, the earliest first."""
    length: dict[Hashable, int] = {}
    before: dict[Hashable, Hashable] = {}
    for key in ordered:
        length[key] = 1
        for one in earlier.get(key, ()):
            if length[one] >= length[key]:
                length[key], before[key] = length[one] + 1, one
    step: Hashable | None = max(ordered, key=lambda key: length[key])
    found = []
    while step is not None:
        found.append(step)
        step = before.get(step)
    return found[::-1]


def _lefts(ordered: Sequence[Dated], line: Sequence[Hashable]) -> dict[Hashable, float]:
    """The left edge of each text: by its day, and right of the one it replaces in the line."""
    former = {one: line[at - 1] if at else None for at, one in enumerate(line)}
    lefts: dict[Hashable, float] = {}
    x, last = 0.0, None
    for at, one in enumerate(ordered):
        if at and one.day != last:
            x += _step(last, one.day)
        before = former.get(one.key)
        if before is not None:
            x = max(x, lefts[before] + WIDTH + GAP_X)
        lefts[one.key], last = x, one.day
    return lefts


def _step(last: date | None, day: date | None) -> float:
    if last is None or day is None:
        return WIDTH + GAP_X
    years = (day - last).days / _DAYS
    return min(max(years * _YEAR, _LEAST), _MOST)


def _lanes(
    ordered: Sequence[Hashable],
    lefts: Mapping[Hashable, float],
    line: Sequence[Hashable],
    earlier: Mapping[Hashable, Sequence[Hashable]],
) -> dict[Hashable, int]:
    """The row of each text: 0 for the line, else that of what it replaces or the nearest free."""
    lanes: dict[Hashable, int] = dict.fromkeys(line, 0)
    ends: dict[int, list[float]] = defaultdict(list)
    for key in ordered:
        if key in lanes:
            continue
        wanted = [lanes[one] for one in earlier.get(key, ()) if lanes.get(one)]
        for lane in chain(wanted, _outwards()):
            if all(abs(lefts[key] - other) >= WIDTH + GAP_X for other in ends[lane]):
                lanes[key] = lane
                ends[lane].append(lefts[key])
                break
    return lanes


def _outwards() -> Iterable[int]:
    lane = 1
    while True:  # a free row is always found: the farther ones are empty
        yield lane
        yield -lane
        lane += 1


def _ticks(ordered: Sequence[Dated], lefts: Mapping[Hashable, float]) -> Iterable[Tick]:
    last = -1
    for one in ordered:
        year = one.day.year if one.day is not None else 0
        if year != last:
            yield Tick(lefts[one.key], year)
            last = year


def nearest(plan: Plan, here: Hashable, right: int, down: int) -> Hashable:
    """The text next to another in a direction; that one itself if there is none.

    Args:
        plan: where the texts stand.
        here: the text one is at.
        right: 1 to the right, -1 to the left, 0 for neither.
        down: 1 down, -1 up, 0 for neither.
    """
    start = plan.boxes[here]

    def distance(key: Hashable) -> tuple[float, float, float]:
        box = plan.boxes[key]
        along = (box.x - start.x) * right + (box.y - start.y) * down
        aside = abs(box.y - start.y) if right else abs(box.x - start.x)
        return (along + 2 * aside, aside, along)

    ahead = [
        key
        for key, box in plan.boxes.items()
        if (box.x - start.x) * right + (box.y - start.y) * down > 0
    ]
    return min(ahead, key=distance, default=here)
