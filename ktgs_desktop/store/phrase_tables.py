"""Table of the phrases an office uses again."""

from __future__ import annotations

from ktgs_desktop.store.table_parts import records, text

phrase = records("phrase", text("field"), text("text"), indexes={"field": ("field",)})
