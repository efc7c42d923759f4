from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import ktgs_desktop.papers
from ktgs_desktop.paths import resource

_USED = re.compile(r'wording\(\s*f?"([a-z_A-Z{}]+)"|"((?:recovery|program_annex)_[a-z_0-9]+)"')


# Words whose name ends in a code.
_BY_CODE = re.compile(r'f"([a-z_]+_)\{')


def test_every_wording_that_is_used_exists_and_the_other_way_round():
    table = json.loads(resource("papers", "wording.json").read_text("utf-8"))
    folder = Path(ktgs_desktop.papers.__file__).parent
    papers = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    source = "\n".join(path.read_text("utf-8") for path in folder.parent.rglob("*.py"))
    by_code = tuple(set(_BY_CODE.findall(source)))
    used = {match[0] or match[1] for match in _USED.findall(papers)}
    for name in used:
        if "{" not in name:
            assert name in table
    for name in table:
        assert f'"{name}"' in source or name.startswith(by_code), name


def test_texts_are_composed():
    for path in resource("papers").iterdir():
        text = path.read_text("utf-8")
        assert unicodedata.is_normalized("NFC", text), path.name
        assert "\t" not in text
