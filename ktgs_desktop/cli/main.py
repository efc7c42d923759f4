"""`ktgs`: reads the command line, runs a service, prints the result, ends with an exit code.

Exit codes: 0 done, 1 the request cannot be met, 2 wrong usage, 3 a signed thing was refused,
4 storage, 5 conflicts left, 70 a fault of the program.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

import click

from ktgs_desktop import __version__, i18n, logs, messages, paths, settings
from ktgs_desktop.cli import (
    history,
    maintenance,
    members,
    office,
    organizations,
    papers,
    programs,
    trust,
    users,
)
from ktgs_desktop.cli.state import State, common
from ktgs_desktop.errors import Cancelled, KtgsError

BUG = 70
log = logging.getLogger(__name__)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ktgs")
@common
def ktgs() -> None:
    """Inspection and supervision programs of a Party committee, without a window."""


for command in (
    office.demo,
    office.init,
    office.show_office,
    organizations.organizations,
    members.members,
    programs.programs,
    papers.papers,
    trust.trust,
    users.users,
    history.history,
    history.undo,
    history.redo,
    maintenance.check,
    maintenance.backup,
    maintenance.restore,
    maintenance.migrate,
):
    ktgs.add_command(command)


def run(given: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        given: command line, None for the process's own.

    Returns:
        Exit code.
    """
    i18n.use(settings.load().language)
    try:
        outcome = ktgs.main(args=given, standalone_mode=False, obj=State())
    except KtgsError as error:
        click.echo(messages.sentence(error), err=True)
        return error.exit_code
    except Cancelled:
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Abort:
        return 1
    except Exception as error:  # noqa: BLE001 - the last resort: logged, with its own exit code
        log.critical("unforeseen error\n%s", logs.describe(error))
        click.echo(f"Unforeseen error; see the log in {paths.log_dir()}", err=True)
        return BUG
    return outcome if isinstance(outcome, int) else 0


def main() -> None:
    """The entry point of `ktgs`."""
    logs.start(program="ktgs")
    sys.exit(run())
