"""No list that was altered, held back, turned round or forged is installed (issue 5, 3.2)."""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import zstandard

from ktgs_desktop import messages
from ktgs_desktop.domain.packages import Statement
from ktgs_desktop.domain.trust_lists import RevocationNotice, RevocationReason
from ktgs_desktop.errors import KtgsError, PackageError
from ktgs_desktop.services.exchange import hearing
from ktgs_desktop.services.regulations import lists
from ktgs_desktop.services.workspace import open_workspace
from ktgs_desktop.sync import regulation_list_file
from ktgs_desktop.sync.regulation_list_file import encode_list
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust.raw_keys import Ed25519Key
from ktgs_desktop.trust.statements import StatementKind
from tests.conftest import PASSWORD, PROFILE, SEED, Clock
from tests.helpers.believing import believe_tree, journal_of
from tests.helpers.regulation_lists import (
    an_item,
    bent,
    changes,
    file_of,
    ordered,
    replacing,
    signed,
    whole,
)
from tests.trust.houses import TODAY, TOP, house, the_tree

if TYPE_CHECKING:
    from ktgs_desktop.domain.regulation_lists import RegulationList
    from ktgs_desktop.services.workspace import Workspace

MUTANTS = {"ci": 300}.get(PROFILE, 10_000)
Craft = Callable[["Desk"], bytes]


class Desk:
    """An office where version 5 of a list is installed; nothing here changes it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        believe_tree(workspace)
        self.keys = the_tree().regulation_keys
        with workspace.reading() as connection:
            self.seed = lists.items(connection)
        self.fourth = (*self.seed, an_item("98-QĐ/TW", "2021-01-01"))
        self.fifth = ordered((*self.fourth, an_item("99-QĐ/TW", "2021-02-01", articles=("Một",))))
        self.install(self.file(whole(5, self.fifth)))

    def file(self, contents: RegulationList | bytes) -> bytes:
        return file_of(contents, *self.keys[:2])

    def install(self, data: bytes) -> None:
        path = self.workspace.files.database.parent / "in.ktgsdm"
        path.write_bytes(data)
        lists.apply(self.workspace, path)

    def refusal(self, data: bytes, path: Path) -> KtgsError:
        path.write_bytes(data)
        with pytest.raises(KtgsError) as caught:
            lists.apply(self.workspace, path)
        with pytest.raises(KtgsError) as seen:
            lists.examine(self.workspace, path)
        assert seen.value.code == caught.value.code
        return caught.value


@pytest.fixture(scope="module")
def desk(_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KTGS_HOME", str(folder / "home"))
        for name in ("office.ktgsdb", "office.keys"):
            (folder / name).write_bytes((_template / name).read_bytes())
        opened = open_workspace(
            folder / "office.ktgsdb", login="mau", password=PASSWORD, clock=Clock()
        )
        yield Desk(opened)
        opened.close()


def of_value(desk: Desk, change: Callable[[dict[str, Any]], object]) -> bytes:
    """A list signed by the right people that says what none may."""
    value = json.loads(whole(6, desk.fifth).to_bytes())
    change(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return desk.file(text.encode())


def packed(data: bytes, name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


def spelled(desk: Desk, kind: str) -> bytes:
    """The right bytes, said to be something else."""
    value = json.loads(desk.file(whole(6, desk.fifth)))
    value["statements"][0]["kind"] = kind
    return json.dumps(value, indent=1, sort_keys=True).encode()


def circle(desk: Desk) -> bytes:
    one, other = an_item("1-QĐ/TW", "2021-03-01"), an_item("2-QĐ/TW", "2021-03-02")
    round_about = (
        bent(one, relations=(replacing(other),)),
        bent(other, relations=(replacing(one),)),
    )
    return desk.file(whole(6, (*desk.fifth, *round_about)))


ATTACKS: dict[str, tuple[str, Craft]] = {
    "rollback": ("regulations_rollback", lambda d: d.file(whole(4, d.fourth))),
    "replay of a list undone": ("regulations_rollback", lambda d: d.file(whole(1, d.seed))),
    "another list of the same number":
        ("regulations_equivocation", lambda d: d.file(whole(5, d.fourth))),
    "a leap": ("regulations_version_jump", lambda d: d.file(whole(10_006, d.fifth))),
    "the greatest number":
        ("regulations_version_jump", lambda d: d.file(whole(2**53 - 1, d.fifth))),
    "nobody signed": ("regulations_unsigned", lambda d: file_of(whole(6, d.fifth))),
    "too few signed":
        ("regulations_signatures_few", lambda d: file_of(whole(6, d.fifth), d.keys[0])),
    "keys of the root for something else":
        ("regulations_signer_unknown",
         lambda d: file_of(whole(6, d.fifth), *the_tree().root_keys[:2])),
    "a stranger's key beside the right ones":
        ("regulations_signer_unknown",
         lambda d: file_of(whole(6, d.fifth), *d.keys[:2], Ed25519Key.from_seed(b"s" * 32))),
    "signatures of another version":
        ("regulations_signature_wrong",
         lambda d: encode_list(Statement(
             whole(6, d.fourth).to_bytes(),
             signed(whole(5, d.fifth), *d.keys[:2]).signatures,
         ))),
    "cut short": ("regulations_file_damaged", lambda d: d.file(whole(6, d.fifth))[:-7]),
    "lengthened": ("regulations_file_damaged", lambda d: d.file(whole(6, d.fifth)) + b"\n"),
    "two lists in one file":
        ("regulations_file_damaged",
         lambda d: d.file(whole(6, d.fifth)).replace(b"\n ]", b",{}\n ]")),
    "empty": ("regulations_file_foreign", lambda _: b""),
    "something else": ("regulations_file_foreign", lambda _: b"%PDF-1.7"),
    "zip bomb": ("regulations_file_packed", lambda _: packed(bytes(1 << 24), "list.ktgsdm")),
    "path in a zip": ("regulations_file_packed", lambda _: packed(b"x", "../../etc/passwd")),
    "gzip": ("regulations_file_packed", lambda _: gzip.compress(bytes(1 << 20))),
    "zstd": ("regulations_file_packed", lambda _: zstandard.compress(bytes(1 << 20))),
    "too large": ("file_too_large", lambda _: bytes(regulation_list_file.MAX_FILE_BYTES + 1)),
    "nested without end": ("regulations_file_damaged", lambda _: b'{"a":' * 200_000),
    "another kind of statement":
        ("regulations_file_other", lambda d: spelled(d, StatementKind.TRUST_LIST)),
    "a later kind":
        ("regulations_newer_format",
         lambda d: spelled(d, "application/vnd.ktgs.regulation-list.v2+json")),
    "a later format":
        ("regulations_newer_format", lambda d: of_value(d, lambda v: v.update(format=2, new=[]))),
    "another program":
        ("regulations_other_product", lambda d: of_value(d, lambda v: v.update(product="kb"))),
    "a path as the list's name":
        ("regulations_malformed", lambda d: of_value(d, lambda v: v.update(name="../regulations"))),
    "a path of an article":
        ("regulations_malformed",
         lambda d: of_value(d, lambda v: next(
             one for one in v["items"] if one["texts"]
         )["texts"][0]["articles"][0].update(path="../../x"))),
    "oversized title":
        ("regulations_malformed",
         lambda d: of_value(d, lambda v: v["items"][0].update(title="x" * 100_000))),
    "oversized note":
        ("regulations_malformed",
         lambda d: of_value(d, lambda v: v["items"][0].update(note="x" * 5_000_000))),
    "a million relations":
        ("regulations_malformed",
         lambda d: of_value(d, lambda v: v["items"][0].update(
             relations=[{"issued": None, "issuer": "", "kind": "AMENDS", "note": "", "number": "1",
                         "since": None, "target": None}] * 1_000))),
    "too many texts":
        ("regulations_malformed",
         lambda d: of_value(d, lambda v: v.update(items=[v["items"][0]] * 20_001))),
    "a text left out": ("regulations_item_missing", lambda d: d.file(whole(6, d.fourth))),
    "a text twice":
        ("regulations_key_twice",
         lambda d: d.file(whole(6, (*d.fifth, bent(an_item("98-QĐ/TW", "2021-01-01"),
                                                   id=an_item("x").id, number="98 - qđ/TW"))))),
    "a circle of successors": ("regulations_circle", circle),
    "a digest that is not its own":
        ("regulations_malformed", lambda d: d.file(whole(6, d.fifth, full_sha256="0" * 64))),
    "changes to a version not installed":
        ("regulations_delta_order", lambda d: d.file(changes(4, d.fourth, 6, d.fifth))),
    "changes that skip one":
        ("regulations_delta_order", lambda d: d.file(changes(6, d.fifth, 7, d.fifth))),
    "changes to another list of that version":
        ("regulations_delta_other", lambda d: d.file(changes(5, d.fourth, 6, d.fifth))),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_each_attack_is_refused_in_its_own_words(name: str, desk: Desk, tmp_path: Path) -> None:
    code, craft = ATTACKS[name]
    before = journal_of(desk.workspace)
    error = desk.refusal(craft(desk), tmp_path / "list.ktgsdm")
    assert error.code == code, error
    said = messages.sentence(error)
    assert said != code
    assert "{" not in said
    assert journal_of(desk.workspace) == before


def test_a_revoked_signer_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    desk = Desk(workspace)
    key = desk.keys[0]
    assert isinstance(key, Ed25519Key)
    notice = RevocationNotice(key.fingerprint, TOP, RevocationReason.EXPOSED, (), TODAY)
    root_list = house().relisted(TOP, notices=(notice,)).lists[-1]
    with workspace.store.local_writing() as connection:
        arriving = TravellingStatement(
            StatementKind.TRUST_LIST, root_list.body, root_list.signatures
        )
        hearing.hear(workspace, connection, [arriving])
    before = journal_of(workspace)
    data = desk.file(whole(6, desk.fifth))
    assert desk.refusal(data, tmp_path / "list.ktgsdm").code == "regulations_signer_revoked"
    assert journal_of(workspace) == before
    desk.install(file_of(whole(6, desk.fifth), *desk.keys[1:]))


def test_a_list_held_back_is_seen(desk: Desk, tmp_path: Path) -> None:
    """An expired list is accepted, and says so wherever it is shown."""
    path = tmp_path / "list.ktgsdm"
    frozen = whole(6, desk.fifth, issued=date(2020, 1, 1), expires=date(2020, 12, 31))
    path.write_bytes(desk.file(frozen))
    before = journal_of(desk.workspace)
    seen = lists.examine(desk.workspace, path)
    assert lists.EXPIRED in seen.warnings
    said = messages.text_of(lists.EXPIRED, {"date": seen.facts.expires})
    assert "31/12/2020" in said
    assert journal_of(desk.workspace) == before


@pytest.fixture
def seeded(record_property: Callable[[str, object], None]) -> random.Random:
    seed = SEED or str(random.SystemRandom().randrange(2**32))
    record_property("KTGS_SEED", seed)
    sys.stdout.write(f"KTGS_SEED={seed}\n")  # shown with a failure
    return random.Random(seed)  # noqa: S311


def mutant(data: bytes, other: bytes, draw: random.Random) -> bytes:
    """Bits flipped, ranges dropped, doubled or foreign; in the file, body or signatures."""
    if draw.random() < 0.5:
        return _bent(data, other, draw)
    value = json.loads(data)
    part = draw.choice(("body", "sigs"))
    one, foreign = value["statements"][0], json.loads(other)["statements"][0]
    changed = _bent(base64.b64decode(one[part]), base64.b64decode(foreign[part]), draw)
    one[part] = base64.b64encode(changed).decode()
    return json.dumps(value, indent=1, sort_keys=True).encode()


def _bent(data: bytes, other: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(data))
    end = min(len(data), start + draw.choice((1, 2, 8, 64, 700)))
    match draw.randrange(6):
        case 0 | 1:
            changed = bytearray(data)
            for _ in range(draw.choice((1, 1, 1, 3))):
                changed[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
            return bytes(changed)
        case 2:
            return data[:start] + data[end:]
        case 3:
            return data[:end] + data[start:]
        case 4:
            return data[:start] + other[start:end] + data[end:]
        case _:
            return data[:start]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_mutant_is_installed(desk: Desk, tmp_path: Path, seeded: random.Random) -> None:
    after = (*desk.fifth, an_item("1-QĐ/TW", "2021-03-01", articles=("Một", "Hai")))
    honest = [desk.file(whole(6, after)), desk.file(changes(5, desk.fifth, 6, after))]
    before = journal_of(desk.workspace)
    path = tmp_path / "list.ktgsdm"
    codes: Counter[str] = Counter()
    slowest = 0.0
    for _ in range(MUTANTS):
        data, other = seeded.sample(honest, 2)
        made = mutant(data, other, seeded)
        if made in honest:
            continue
        path.write_bytes(made)
        begun = time.perf_counter()
        with pytest.raises(PackageError) as caught:
            lists.apply(desk.workspace, path)
        slowest = max(slowest, time.perf_counter() - begun)
        codes[caught.value.code] += 1
    assert journal_of(desk.workspace) == before
    assert len(codes) >= 4, codes  # the mutants do reach different checks
    assert slowest < 2
    for data in honest:
        path.write_bytes(data)
        assert not lists.examine(desk.workspace, path).known
