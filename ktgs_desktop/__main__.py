"""`python -m ktgs_desktop` starts the window; so does a frozen program."""

import sys

from ktgs_desktop import own_program


def main() -> int:
    """Start the window, or the part of the program this process is to be.

    Returns:
        Exit code.
    """
    code = own_program.run_part(sys.argv[1:])
    if code is not None:
        return code
    from ktgs_desktop.gui.app import main as window  # Qt; a reading process has no need of it

    return window()


if __name__ == "__main__":
    sys.exit(main())
