"""Tables of the texts an office uses again: phrases, and texts of papers."""

from __future__ import annotations

from ktgs_desktop.store.table_parts import records, text

phrase = records("phrase", text("field"), text("text"), indexes={"field": ("field",)})
paper_text = records("paper_text", text("kind"), text("text"), indexes={"kind": ("kind",)})
