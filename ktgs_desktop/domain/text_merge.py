"""Two changed versions of one text brought together, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Kept:
    """A paragraph that stays as the program has it.

    Attributes:
        place: its index in the program's text.
    """

    place: int


@dataclass(frozen=True, slots=True)
class Merged:
    """A text into which changes were taken.

    Attributes:
        parts: paragraphs in order: those that stay, and new ones as texts.
        clashes: paragraphs of the program that were changed on both sides and give way.
    """

    parts: tuple[Kept | str, ...]
    clashes: tuple[str, ...] = ()


def _sure(base: Sequence[str], one: Sequence[str]) -> dict[int, int]:
    """Where paragraphs that stay are in another version, by their place in the first."""
    found = {}
    matcher = SequenceMatcher(None, base, one, autojunk=False)
    for start, there, size in matcher.get_matching_blocks():
        found.update({start + step: there + step for step in range(size)})
    return found


def merged(base: Sequence[str], back: Sequence[str], now: Sequence[str]) -> Merged:
    """The program's text with what was changed in a copy of an earlier one.

    Where only one side changed something, that counts; where both did, the copy counts.

    Args:
        base: the text as it was handed out.
        back: the copy that came back.
        now: the program's text as it is.
    """
    in_back, in_now = _sure(base, back), _sure(base, now)
    anchors = [place for place in range(len(base)) if place in in_back and place in in_now]
    parts: list[Kept | str] = []
    clashes: list[str] = []
    at_base = at_back = at_now = 0
    for anchor in [*anchors, len(base)]:
        end_back = in_back[anchor] if anchor < len(base) else len(back)
        end_now = in_now[anchor] if anchor < len(base) else len(now)
        _between(
            base[at_base:anchor],
            back[at_back:end_back],
            (at_now, now[at_now:end_now]),
            parts,
            clashes,
        )
        if anchor < len(base):
            parts.append(Kept(end_now))
        at_base, at_back, at_now = anchor + 1, end_back + 1, end_now + 1
    return Merged(tuple(parts), tuple(clashes))


def _between(
    base: Sequence[str],
    back: Sequence[str],
    here: tuple[int, Sequence[str]],
    parts: list[Kept | str],
    clashes: list[str],
) -> None:
    """What comes of the paragraphs between two that both sides left as they were."""
    first, now = here
    if list(back) in (list(base), list(now)):
        parts.extend(Kept(first + step) for step in range(len(now)))
        return
    if list(now) != list(base):
        clashes.extend(text for text in now if text not in base and text not in back)
    parts.extend(back)
