"""The exchange's decisions: what is sent, what is answered, what is asked for, what comes back.

Each is a function of what an office holds and of what another said it holds. The receiver's word
is the only checkpoint; it may name less than before, when a copy was restored there, and then
more is sent. No clock, no sequence number and no count of packages decides anything here. The
model in `tests/sync_model` runs these functions through loss, doubling, damage and restored
copies of any office.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ktgs_desktop.domain.manifests import FeedState
from ktgs_desktop.domain.receipts import FeedHeads
from ktgs_desktop.errors import PackageError

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.domain.feeds import Head

FULL_EVERY = 10
"""Every tenth package carries everything, so that a loss nobody noticed heals by itself."""


class History(Protocol):
    """What is asked of one feed, in memory or in tables."""

    def __len__(self) -> int:
        """How many changes are here."""
        ...

    def heads(self) -> Sequence[Head]:
        """The last change of each branch."""
        ...

    def known(self, names: Iterable[bytes]) -> AbstractSet[bytes]:
        """Which of some changes are here.

        Args:
            names: their hashes.
        """
        ...

    def reach(self, heads: Iterable[bytes]) -> AbstractSet[bytes]:
        """Everything that leads to some heads, themselves included; unknown ones say nothing.

        Args:
            heads: hashes.
        """
        ...

    def digest(self) -> str:
        """The digest of the state."""
        ...

    def digest_at(self, heads: Iterable[bytes]) -> str:
        """The digest of the state that the changes leading to some heads make.

        Args:
            heads: hashes, all of them here.
        """
        ...


# Sending --------------------------------------------------------------------------------------


def full_due(sent: int, *, answered: bool) -> bool:
    """Whether the next package is to carry everything.

    Args:
        sent: how many packages went to that office before.
        answered: whether any receipt of it came back.
    """
    return not answered or (sent + 1) % FULL_EVERY == 0


def base_of(history: History, held: Iterable[bytes], *, full: bool = False) -> tuple[bytes, ...]:
    """From where on to send: nothing up to these changes goes.

    Heads that are not known here say nothing: this office restored a copy, and sends more.

    Args:
        history: the feed, as it is here.
        held: heads the recipient holds, as its last receipt says.
        full: whether to send everything.
    """
    return () if full else tuple(sorted(history.known(held)))


def state_of(channel: str, history: History, base: tuple[bytes, ...]) -> FeedState:
    """What a package says of one feed that it carries.

    Args:
        channel: the channel.
        history: the feed, as it is here.
        base: from where on it is sent, as `base_of` says.
    """
    heads = tuple(sorted(head.hash for head in history.heads()))
    changes = len(history) - len(history.reach(base))
    return FeedState(channel, base, heads, changes, history.digest())


@dataclass(frozen=True, slots=True)
class Original:
    """A package of a unit below that can be handed on with its signature.

    Attributes:
        key: whatever the caller knows it by.
        base: heads from which it was sent.
        heads: heads up to which it was sent.
    """

    key: object
    base: tuple[bytes, ...]
    heads: tuple[bytes, ...]


def to_hand_on(
    history: History, originals: Sequence[Original], held: Iterable[bytes]
) -> list[Original]:
    """Which originals to hand on, so that the superior gets all of a feed that it has not.

    The newest that brings something is taken first, since a later package mostly carries what
    earlier ones did; then those before it that bring what is still missing.

    Args:
        history: the feed of the unit below, as it is here.
        originals: packages with changes of that feed, in the order they were taken in.
        held: heads of the feed the superior holds, as its last receipt says.

    Returns:
        The packages, the earliest first.
    """
    every = history.reach(head.hash for head in history.heads())
    wanted = set(every) - history.reach(held)
    chosen: list[Original] = []
    for original in reversed(originals):
        if not wanted:
            break
        carried = history.reach(original.heads) - history.reach(original.base)
        if wanted & carried:
            wanted -= carried
            chosen.append(original)
    return chosen[::-1]


# Receiving ------------------------------------------------------------------------------------


def check_state(history: History, said: FeedState) -> bool:
    """Compare the state with the sender's, once its changes are in and before they are kept.

    Args:
        history: the feed, as it is here now.
        said: what the signed manifest says of it.

    Returns:
        Whether all of it is here; if not, earlier packages are missing.

    Raises:
        PackageError: `heads_missing` if the package does not bring what it says it brings,
            `state_differs` if the same changes make another state here.
    """
    here = history.known(said.heads)
    if len(here) < len(set(said.heads)):
        if len(history.known(said.base)) == len(set(said.base)):
            raise PackageError("heads_missing", channel=said.channel)
        return False
    if history.digest_at(said.heads) != said.digest:
        raise PackageError("state_differs", channel=said.channel)
    return True


def answer(channel: str, history: History, held: int, unit: UUID | None = None) -> FeedHeads:
    """What a receipt says of one feed.

    Args:
        channel: the channel.
        history: the feed, as it is here.
        held: how many of its changes wait for earlier ones.
        unit: whose it is, if it was handed on; None for the receipt's reader's own.
    """
    heads = tuple(sorted(head.hash for head in history.heads()))
    return FeedHeads(channel, heads, len(history), held, history.digest(), unit)


def lost(history: History, held: Iterable[bytes]) -> frozenset[bytes]:
    """Heads of this office's own feed that another holds and this one does not.

    If there are any, this office restored a copy: it asks for its own changes back, and its next
    package carries everything.

    Args:
        history: this office's own feed.
        held: heads the other holds, as its receipt says.
    """
    named = frozenset(held)
    return named - history.known(named)


def to_return(history: History, theirs: Iterable[bytes]) -> tuple[bytes, ...] | None:
    """Whether an office lost changes of its own that are here, and from where on to return them.

    Args:
        history: the other office's feed, as it is here.
        theirs: heads it has of it, as its latest manifest or receipt says.

    Returns:
        The base of the recovery package, None if it lacks nothing.
    """
    base = base_of(history, theirs)
    return None if len(history.reach(base)) == len(history) else base
