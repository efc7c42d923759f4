"""`ktgs papers`: signing with a certificate file or a token, the signer's folder, pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ktgs_desktop import messages
from ktgs_desktop.cli import records
from ktgs_desktop.cli.signing_keys import key_options, source_of
from ktgs_desktop.cli.state import State, common, first_line, pass_state, progress_line
from ktgs_desktop.cli.usage import Refused, WrongUsage
from ktgs_desktop.cli.values import FILE
from ktgs_desktop.domain.encoding import to_document
from ktgs_desktop.domain.signer_images import ImageRole
from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.i18n import translate as _

if TYPE_CHECKING:
    from uuid import UUID

    from ktgs_desktop.domain.documents import Document
    from ktgs_desktop.services.signing import Token
    from ktgs_desktop.services.signing_round import Round
    from ktgs_desktop.services.submissions import Laid
    from ktgs_desktop.services.workspace import Workspace


@click.command()
@click.argument("documents", nargs=-1)
@key_options
@click.option("--all-waiting", is_flag=True, help="Sign every paper that waits for signature.")
@click.option(
    "--other-signer", is_flag=True, help="Sign although the paper names another signer or body."
)
@click.option("--further", is_flag=True, help="Put one more signature beside those there are.")
@click.option("--again", is_flag=True, help="Sign a signed paper anew; needs --reason.")
@click.option("--reason", default="", help="Why it is signed anew; the history keeps it.")
@click.option("--no-text", is_flag=True, help="Show the pictures only, not signer and time.")
@common
@pass_state
def sign(state: State, /, documents: tuple[str, ...], **options: Any) -> int:
    """Sign DOCUMENTS with a certificate file or a token; the signed PDF is kept with each.

    Signed anew a paper is made again without the former signature; the former file stays with it.
    With several papers what fails is named and the rest goes on; the exit code is then 1.
    """
    many = options["all_waiting"] or len(documents) > 1
    if options["again"] and not options["reason"].strip():
        raise WrongUsage(_("{name} is missing.").format(name="--reason"))
    if bool(documents) == options["all_waiting"]:
        raise WrongUsage(_("Name the papers, or say --all-waiting."))
    if many and (options["again"] or options["further"]):
        raise WrongUsage(_("--again and --further take one paper."))
    with state.opened() as workspace:
        if not many:
            signed = _sign_one(workspace, records.document(workspace, documents[0]), options)
            state.show(to_document(signed))
            return 0
        done = _sign_many(workspace, documents, options)
        state.show(
            {
                "signed": [one.symbol for one in done.signed],
                "failed": [
                    {"symbol": one.symbol, "why": messages.sentence(one.error)}
                    for one in done.failed
                ],
                "left": len(done.left),
            }
        )
        return UserError.exit_code if done.failed or done.left else 0


def _sign_one(workspace: Workspace, wanted: UUID, options: dict[str, Any]) -> Document:
    from ktgs_desktop.services import papers, signing, signing_round  # after --help

    again, further = options["again"], options["further"]
    found = papers.get(workspace, wanted)
    request = signing_round.request_of(workspace, wanted, text=not options["no_text"], anew=again)
    if request.further != further:
        text = (
            _("The paper {symbol} carries no signature yet; sign it without --further.")
            if further
            else _("The paper {symbol} is signed already; --again signs it anew.")
        )
        raise Refused(text.format(symbol=found.symbol))
    with signing.opened(source_of(options), workspace.clock()) as identity:
        facts = signing.facts_of(identity)
        doubt = signing.doubt_of_signer(workspace, wanted, facts, request.data if further else b"")
        if doubt is not None and not options["other_signer"]:
            hint = _("With --other-signer it is signed all the same.")
            raise Refused(" ".join((messages.sentence(doubt), hint)))
        return signing.sign_document(
            workspace,
            wanted,
            request,
            identity,
            other_signer=options["other_signer"],
            again=options["reason"] if again else None,
        )


def _sign_many(workspace: Workspace, documents: tuple[str, ...], options: dict[str, Any]) -> Round:
    from ktgs_desktop.services import signing_round, submissions  # after --help

    wanted = [records.document(workspace, one) for one in documents]
    if options["all_waiting"]:
        wanted = [laid.document.id for laid in submissions.waiting(workspace)]
        if not wanted:
            raise Refused(_("No paper waits for signature."))
    return signing_round.sign_all(
        workspace,
        wanted,
        source_of(options),
        progress_line("sign"),
        other_signer=options["other_signer"],
        text=not options["no_text"],
    )


# The signer's folder --------------------------------------------------------------------------


def _row(laid: Laid) -> dict[str, Any]:
    told = laid.submission
    return {
        "symbol": laid.document.symbol,
        "abstract": laid.document.abstract,
        "signer": laid.document.signer_name,
        "drafter": told.drafter_name,
        "submitted_on": told.submitted_on,
        "remark": told.answer or told.remark,
        "by": told.decided_by,
        "id": told.id,
    }


@click.command()
@click.argument("document")
@click.option("--remark", default="", help="What the signer is to know.")
@common
@pass_state
def submit(state: State, document: str, *, remark: str) -> None:
    """Lay DOCUMENT before whoever signs it."""
    from ktgs_desktop.services import submissions  # after --help

    with state.opened() as workspace:
        made = submissions.submit(workspace, records.document(workspace, document), remark)
        state.show(to_document(made))


@click.command()
@common
@pass_state
def waiting(state: State) -> None:
    """List the papers that wait for signature."""
    from ktgs_desktop.services import submissions  # after --help

    with state.opened() as workspace:
        state.show([_row(laid) for laid in submissions.waiting(workspace)])


@click.command()
@click.option("--noted", default="", help="Paper whose return is taken note of.")
@common
@pass_state
def returned(state: State, *, noted: str) -> None:
    """List the papers that were returned to you, with the remark of whoever returned them."""
    from ktgs_desktop.services import submissions  # after --help

    with state.opened() as workspace:
        if noted:
            wanted = records.document(workspace, noted)
            found = [one for one in submissions.to_mend(workspace) if one.document.id == wanted]
            if not found:
                said = _("{symbol} is not among the papers that were returned to you.")
                raise Refused(said.format(symbol=noted))
            for laid in found:
                submissions.note_return(workspace, laid.submission.id)
        state.show([_row(laid) for laid in submissions.to_mend(workspace)])


@click.command("return")
@click.argument("document")
@click.option("--remark", required=True, help="What is to be mended; the drafter sees it.")
@common
@pass_state
def give_back(state: State, document: str, *, remark: str) -> None:
    """Return DOCUMENT, which waits for signature, to its drafter."""
    from ktgs_desktop.services import submissions  # after --help

    with state.opened() as workspace:
        wanted = records.document(workspace, document)
        found = [one for one in submissions.waiting(workspace) if one.document.id == wanted]
        if not found:
            raise UserError("submission_closed")
        state.show(to_document(submissions.give_back(workspace, found[0].submission.id, remark)))


# Tokens and pictures --------------------------------------------------------------------------


@click.command()
@click.option("--token", type=FILE, help="Only tokens reached through this library (PKCS#11).")
@click.option("--serial", default="", help="Only the token whose number begins so.")
@click.option("--pin-file", type=FILE, help="File with the PIN, to see hidden certificates too.")
@common
@pass_state
def tokens(state: State, *, token: Path | None, serial: str, pin_file: Path | None) -> None:
    """List the tokens plugged in and the certificates on them; needs no workspace."""
    from ktgs_desktop.services import signing  # after --help

    pin = first_line(pin_file) if pin_file else None
    modules = [signing.module_at(str(token))] if token else signing.found_modules()
    plugged: list[tuple[str, Token]] = []
    for module in modules:
        try:
            there = signing.tokens_of(module.path)
        except UserError:
            if token:
                raise
            continue  # a library whose token is not plugged in is nothing to complain of
        plugged += [(module.path, one) for one in there if one.serial.startswith(serial)]
    if pin is not None and len({one.serial for _path, one in plugged}) > 1:
        # Of another's token the PIN would be a wrong one, and few tries lock it.
        raise WrongUsage(_("Several tokens are plugged in; name one with --serial."))
    rows: list[dict[str, Any]] = []
    for path, one in plugged:
        row = {"library": path, "token": one.label, "serial": one.serial}
        try:
            found = signing.certificates_on(path, one.serial, pin)
        except PackageError:
            rows.append(row)
            continue
        rows += [
            row
            | {
                "subject": each.facts.subject,
                "issuer": each.facts.issuer,
                "valid_from": each.facts.valid_from.date(),
                "valid_to": each.facts.valid_to.date(),
                "fingerprint": each.facts.fingerprint,
            }
            for each in found
        ]
    if not rows:
        raise UserError("token_missing")
    state.show(rows)


@click.command()
@click.argument("signer", default="")
@click.option("--signature", type=FILE, help="Picture of the signature: PNG, blue, transparent.")
@click.option("--seal", type=FILE, help="Picture of the seal: PNG, red, transparent.")
@click.option(
    "--remove", type=click.Choice([*ImageRole]), help="Take the picture of this kind away."
)
@common
@pass_state
def pictures(
    state: State, signer: str, *, signature: Path | None, seal: Path | None, remove: str | None
) -> None:
    """Show or choose the pictures that visible signatures of SIGNER (full name) show."""
    from ktgs_desktop.services import signer_images  # after --help

    if not signer and (signature or seal or remove):
        raise WrongUsage(_("{name} is missing.").format(name="SIGNER"))
    with state.opened() as workspace:
        for role, path in ((ImageRole.SIGNATURE, signature), (ImageRole.SEAL, seal)):
            if path is not None:
                signer_images.choose(workspace, signer, role, path)
        if remove:
            signer_images.remove(workspace, signer, remove)
        state.show(
            [
                {"signer": one.signer, "kind": image.role, "name": image.name, "size": image.size}
                for one in signer_images.all_of(workspace)
                for image in one.images
                if not signer or one.belongs_to(signer)
            ]
        )


COMMANDS = (sign, submit, waiting, returned, give_back, tokens, pictures)
