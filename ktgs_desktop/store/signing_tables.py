"""Tables of papers waiting for signature, and of the pictures of signatures."""

from __future__ import annotations

from ktgs_desktop.store.table_parts import identifier, nested, records, text, yes_no

submission = records(
    "submission",
    identifier("document"),
    identifier("drafter"),
    text("drafter_name"),
    text("submitted_on"),
    text("state"),
    text("remark"),
    text("answer"),
    text("decided_by"),
    text("decided_on", empty=True),
    yes_no("seen"),
    indexes={"state": ("state", "submitted_on"), "document": ("document", "submitted_on")},
)

signer_images = records(
    "signer_images",
    text("signer"),
    nested("images"),
    indexes={"signer": ("signer",)},
)
