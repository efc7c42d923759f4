"""What is said of the text of a paper: its marks and its fields."""

from __future__ import annotations

from ktgs_desktop.i18n import translate as _


def text_explanation() -> str:
    """How headings, lists and fields are written in the text of a program's letter."""
    return " ".join(
        (
            _("# and ## begin a heading, - an entry of a list; an empty line ends a paragraph."),
            _("What stands between braces is filled in from the program: {fields}.").format(
                fields="{{ body }}, {{ year }}, {{ term }}, {{ inspection.text }}, "
                "{{ supervision.text }}"
            ),
            _("{start} … {end} is printed only if what it asks for is there.").format(
                start="{% if … %}", end="{% endif %}"
            ),
        )
    )
