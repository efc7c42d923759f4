"""Time from starting the program to its log-in window painted, against an empty PySide6 window.

Both are whole processes, measured from their start to the line they print right after the first
paint, run in turns, drawing in memory. Both keep their bytecode in one folder made for the
measurement, as an installed program does; the runs that fill it do not count.

Run from the top of the project: `python -m tests.benchmarks.startup [RUNS]`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 11
LEAST_RUNS = 9
GOAL = 2.0

_EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Window(QWidget):
    painted = False

    def paintEvent(self, event):
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, self.say)

    def say(self):
        print("window ready", flush=True)
        QApplication.quit()

application = QApplication([])
window = Window()
window.resize(760, 500)
window.show()
sys.exit(application.exec())
"""
COMMANDS = {
    "empty": [sys.executable, "-c", _EMPTY],
    "log-in": [sys.executable, "-m", "ktgs_desktop", "--check"],
}


def seconds_to_paint(command: list[str], environment: dict[str, str]) -> float:
    """How long a process takes from its start to the line after its first paint.

    Args:
        command: the process.
        environment: its environment.
    """
    start = time.perf_counter()
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = time.perf_counter() - start
        process.communicate(timeout=30)
    if line.strip() != "window ready" or process.returncode != 0:
        raise RuntimeError(f"{command[1:3]}: {line!r}, exit code {process.returncode}")
    return took


def measure(runs: int) -> dict[str, list[float]]:
    """Run both in turns.

    Args:
        runs: how often each.

    Returns:
        Seconds of each run by name.
    """
    with tempfile.TemporaryDirectory(prefix="ktgs-startup-") as name:
        home = Path(name)
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "KTGS_HOME": str(home / "home"),
            "PYTHONPYCACHEPREFIX": str(home / "bytecode"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for command in COMMANDS.values():
            seconds_to_paint(command, environment)
        took: dict[str, list[float]] = {which: [] for which in COMMANDS}
        for _run in range(runs):
            for which, command in COMMANDS.items():
                took[which].append(seconds_to_paint(command, environment))
    return took


def main() -> None:
    """Print both times and their ratio."""
    runs = max(LEAST_RUNS, int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
    took = measure(runs)
    for which, times in took.items():
        print(
            f"{which:7} median {statistics.median(times) * 1000:6.0f} ms, "
            f"{min(times) * 1000:.0f} to {max(times) * 1000:.0f} ms in {runs} runs"
        )
    ratio = statistics.median(took["log-in"]) / statistics.median(took["empty"])
    print(f"startup ratio {ratio:.2f} goal <= {GOAL}")


if __name__ == "__main__":
    main()
