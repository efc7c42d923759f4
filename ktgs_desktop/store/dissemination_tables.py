"""Tables of the dissemination of regulations."""

from __future__ import annotations

from ktgs_desktop.store.table_parts import identifier, key, nested, number, records, text

dissemination = records(
    "dissemination",
    text("title"),
    nested("regulations"),
    text("starts_on"),
    text("ends_on"),
    nested("targets"),
    nested("body", empty=True),
    text("way"),
    text("note"),
    text("province"),
    # derived
    key("title_key"),
    key("body_key"),
    number("target_count"),
    # what its sessions decide
    number("reached_count"),
    number("session_count"),
    number("attended_count"),
    text("last_on", empty=True),
    indexes={
        "starts": ("starts_on",),
        "ends": ("ends_on",),
        "title": ("title_key",),
        "body": ("body_key",),
    },
)

dissemination_session = records(
    "dissemination_session",
    identifier("plan"),
    text("held_on"),
    text("meeting"),
    text("place"),
    text("chair"),
    text("reporter"),
    nested("regulations"),
    nested("sites"),
    nested("attendance"),
    nested("files"),
    text("note"),
    text("province"),
    indexes={"plan": ("plan", "held_on"), "held": ("held_on",)},
)
