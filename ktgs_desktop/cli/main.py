"""`ktgs`: reads the command line, runs a service, prints the result, ends with an exit code.

Exit codes: 0 done, 1 the request cannot be met, 2 wrong usage, 3 a signed thing was refused,
4 storage, 5 conflicts left, 70 a fault of the program.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import Any

import click

from ktgs_desktop import __version__, i18n, logs, messages, own_program, paths, settings
from ktgs_desktop.cli import (
    attachments,
    bodies,
    codes,
    conflicts,
    copies,
    exchange,
    history,
    incoming,
    maintenance,
    members,
    office,
    organizations,
    output,
    outside,
    overview,
    packages,
    papers,
    phrases,
    preferences,
    programs,
    received,
    recovery,
    regulations,
    remarks,
    transfers,
    trust,
    usage,
    users,
    verify,
)
from ktgs_desktop.cli.state import State, common
from ktgs_desktop.errors import Cancelled, KtgsError
from ktgs_desktop.i18n import translate as _

STOPPED, BUG = 1, 70
log = logging.getLogger(__name__)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ktgs")
@common
def ktgs() -> None:
    """Inspection and supervision programs of a Party committee, without a window."""


for command in (
    office.demo,
    office.init,
    office.office,
    bodies.bodies,
    overview.overview,
    overview.search,
    organizations.organizations,
    members.members,
    programs.programs,
    outside.outside,
    papers.papers,
    incoming.incoming,
    phrases.phrases,
    exchange.export,
    exchange.import_packages,
    exchange.receipt,
    packages.packages,
    attachments.attachments,
    verify.verify,
    transfers.transfers,
    regulations.regulations,
    received.received,
    recovery.recovery,
    remarks.remarks,
    conflicts.conflicts,
    trust.trust,
    users.users,
    history.history,
    history.undo,
    history.redo,
    maintenance.check,
    maintenance.backup,
    copies.copies,
    maintenance.restore,
    maintenance.migrate,
    codes.units,
    codes.codes,
    preferences.settings,
):
    ktgs.add_command(command)


def run(given: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        given: command line, None for the process's own.

    Returns:
        Exit code.
    """
    text = ""
    outcome: Any = 0
    try:
        i18n.use(settings.load().language)
        outcome = ktgs.main(args=given, prog_name="ktgs", standalone_mode=False, obj=State())
    except KtgsError as error:
        text, outcome = messages.sentence(error), error.exit_code
    except (Cancelled, KeyboardInterrupt, click.exceptions.Abort):
        text, outcome = _("Stopped; what was not finished is as it was before."), STOPPED
    except click.exceptions.NoArgsIsHelpError as error:
        text, outcome = error.format_message(), error.exit_code
    except click.ClickException as error:
        text, outcome = usage.sentence(error), error.exit_code
    except SystemExit as ended:  # click's way to say that nobody reads the help
        outcome = ended.code
    except Exception as error:  # noqa: BLE001 - the last resort: logged, with its own exit code
        log.critical("unforeseen error\n%s", logs.describe(error))
        said = _("Something unforeseen happened") + ". " + _("The log is in {folder}")
        text, outcome = said.format(folder=paths.log_dir()), BUG
    if text:
        output.complain(text)
    return outcome if isinstance(outcome, int) else 0


def main() -> None:
    """The entry point of `ktgs`."""
    part = own_program.run_part(sys.argv[1:])  # a frozen program starts itself
    if part is not None:
        sys.exit(part)
    output.speak_utf8()
    logging.getLogger().addHandler(logging.NullHandler())
    try:
        logs.start(program="ktgs")
    except OSError as error:  # a log that cannot be written stops nobody's work
        log.warning("no log: %s", type(error).__name__)
    sys.exit(run())
