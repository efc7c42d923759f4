"""`python -m ktgs_desktop` starts the window."""

import sys

from ktgs_desktop.gui.app import main

if __name__ == "__main__":
    sys.exit(main())
