"""What another office answered: its receipts close our packages and say what it holds of ours."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING
from uuid import UUID

from ktgs_desktop.domain import channels
from ktgs_desktop.domain.exchange_protocol import lost
from ktgs_desktop.domain.journal import spelled
from ktgs_desktop.domain.package_log import Peer, SentState, handed_on_name
from ktgs_desktop.domain.receipts import Receipt, Result
from ktgs_desktop.errors import PackageError
from ktgs_desktop.store import package_log
from ktgs_desktop.store.feed_history import FeedHistory
from ktgs_desktop.store.feeds import Feed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ktgs_desktop.domain.journal import Json
    from ktgs_desktop.domain.manifests import Manifest
    from ktgs_desktop.domain.receipts import FeedHeads, ResendRequest
    from ktgs_desktop.services.workspace import Workspace
    from ktgs_desktop.store.database import Reader


def hear_answer(
    workspace: Workspace,
    connection: Reader,
    answer: Receipt | ResendRequest,
    manifest: Manifest,
) -> None:
    """Write down what another office says it holds of ours.

    Heads may go down: that office restored a copy, and more is sent again.

    Args:
        workspace: the workspace.
        connection: the writer's, in a transaction.
        answer: what it says.
        manifest: the manifest it came with, whose signature was checked.

    Raises:
        PackageError: `answer_for_other` if it is not for us or not from who signed it.
    """
    if answer.unit != manifest.unit or answer.sender != workspace.office.unit:
        raise PackageError("answer_for_other")
    if not isinstance(answer, Receipt):
        _forget(connection, answer)
        return
    sent = package_log.sent_package(connection, answer.package.package)
    if sent is None or sent.recipient != answer.unit:
        return
    if sent.row >= _answered(connection, answer):
        package_log.save_peer(connection, _peer(answer))
    refused = answer.result is Result.REFUSED
    if refused and sent.state == SentState.RECEIVED:
        return  # a second, damaged copy of what was taken in
    package_log.save_sent(
        connection,
        dataclasses.replace(
            sent,
            state=SentState.REFUSED if refused else SentState.RECEIVED,
            report=answer.to_json(),
        ),
    )


def lost_heads(workspace: Workspace, connection: Reader, answer: Receipt | ResendRequest) -> int:
    """How many heads of our own feeds another office holds that are not here.

    Args:
        workspace: the workspace.
        connection: any.
        answer: what it says.
    """
    if not isinstance(answer, Receipt):
        return 0
    count = 0
    for feed in answer.feeds:
        if feed.unit is None:
            history = FeedHistory(connection, Feed(workspace.office.unit, feed.channel))
            count += len(lost(history, feed.heads))
    return count


def _answered(connection: Reader, receipt: Receipt) -> int:
    """The number of the package that the receipt known so far is for: no clock decides here."""
    known = package_log.peer(connection, receipt.unit)
    if known is None or not known.package:
        return 0
    before = package_log.sent_package(connection, UUID(known.package))
    return before.row if before else 0


def _forget(connection: Reader, request: ResendRequest) -> None:
    """Who asks again holds what it says it holds, whatever its receipts said before."""
    if request.blobs and not request.feeds:
        return  # only files are asked for
    known = package_log.peer(connection, request.unit) or Peer(request.unit, {})
    heads = {**known.heads, **_heads(request.feeds)}
    package_log.save_peer(connection, dataclasses.replace(known, heads=heads, package=""))


def _heads(feeds: Iterable[FeedHeads]) -> dict[str, list[str]]:
    return {
        feed.channel if feed.unit is None else handed_on_name(feed.unit, feed.channel): [
            head.hex() for head in feed.heads
        ]
        for feed in feeds
    }


def _own(receipt: Receipt) -> dict[str, list[str]]:
    """What another office has of its own feeds, and of those it hands on: it may have lost some."""
    return {
        handed_on_name(feed.unit or receipt.unit, feed.channel): [head.hex() for head in feed.heads]
        for feed in receipt.own
        if feed.channel in channels.UPWARD
    }


def _peer(receipt: Receipt) -> Peer:
    digests: Json = {
        feed.channel.replace(".", "_"): feed.digest for feed in receipt.feeds if feed.unit is None
    }
    return Peer(
        unit=receipt.unit,
        heads={**_heads(receipt.feeds), **_own(receipt)},
        digests=spelled(digests),
        receipt_at=receipt.at,
        program=receipt.app,
        schema=receipt.schema,
        package=str(receipt.package.package),
        sha256=receipt.package.sha256,
    )
