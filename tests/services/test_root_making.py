"""A real root of trust: made by three holders, signed in turn, printed, taken by two, followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from ktgs_desktop.errors import PackageError, UserError
from ktgs_desktop.services import history, users
from ktgs_desktop.services.exchange import (
    certifying,
    own_keys,
    root_making,
    trust_files,
    trust_state,
)
from ktgs_desktop.services.exchange.root_making import Following, Wanted
from ktgs_desktop.services.exchange.trust_files import Second
from ktgs_desktop.services.exchange.trust_page import Step
from ktgs_desktop.sync.statement_file import encode_file
from ktgs_desktop.sync.statement_list import TravellingStatement
from ktgs_desktop.trust.statements import StatementKind
from tests.conftest import PASSWORD
from tests.helpers.exchange import an_office

if TYPE_CHECKING:
    from ktgs_desktop.domain.packages import Statement
    from ktgs_desktop.services.exchange.root_making import Draft
    from ktgs_desktop.services.workspace import Workspace
    from tests.conftest import Clock

TODAY = date(2021, 7, 6)
HOLDERS = ("Nguyễn Thị Một", "Trần Văn Hai", "Lê Thị Ba")
SECOND = Second("hai", "mật khẩu thứ hai")


def _text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    found = document[0].get_textpage().get_text_range()
    document.close()
    return str(found)


@pytest.fixture
def province(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "19" / "home"))
    office = an_office(tmp_path, "19", clock)
    yield office
    office.close()


def _second(office: Workspace) -> None:
    users.add_user(office, login=SECOND.login, password=SECOND.password, full_name="Người thứ hai")


def _drafted(province: Workspace, folder: Path) -> tuple[Path, list[Path], str]:
    """The draft of the first root, the keys of its holders, and the code of the request."""
    keys = [root_making.make_key(folder, name, f"khoá của {name}") for name in HOLDERS]
    asked = own_keys.make(province)
    request = own_keys.save_request(province, folder)
    file = folder / "goc.ktgstc"
    wanted = Wanted("Gốc tin cậy tỉnh Thái Nguyên", "T", [one.public for one in keys], 2)
    with pytest.raises(UserError, match="request_code_other"):
        root_making.make(file, request, "0000 0000", wanted, TODAY)
    alone = Wanted(wanted.name, "T", wanted.keys, 1)
    with pytest.raises(UserError, match="root_threshold"):
        root_making.make(file, request, asked.code, alone, TODAY)
    made = root_making.make(file, request, asked.code, wanted, TODAY)
    assert (made.root.version, made.root.training, made.missing) == (1, False, 2)
    assert made.root.unit.unit == province.office.unit
    return file, [one.file for one in keys], asked.code


def _sign(file: Path, key: Path, holder: str) -> Draft:
    return root_making.sign(file, root_making.open_key(key, f"khoá của {holder}"))


def test_three_holders_make_a_root_and_two_people_take_it(province, tmp_path):
    file, keys, _code = _drafted(province, tmp_path)
    with pytest.raises(UserError, match="root_unsigned"):
        root_making.page(file, TODAY)
    with pytest.raises(UserError, match="root_key_wrong"):
        root_making.open_key(keys[0], "đoán mò một chút")
    with pytest.raises(UserError, match="root_key_unreadable"):
        root_making.open_key(file, "x" * 10)
    first = _sign(file, keys[0], HOLDERS[0])
    assert (first.signed, first.missing) == ((HOLDERS[0],), 1)
    assert _sign(file, keys[0], HOLDERS[0]).missing == 1  # nobody counts twice
    foreign = root_making.make_key(tmp_path, "Kẻ lạ", "mật khẩu kẻ lạ")
    with pytest.raises(UserError, match="root_key_foreign"):
        root_making.sign(file, root_making.open_key(foreign.file, "mật khẩu kẻ lạ"))
    printed = trust_files.look_at_root(file).fingerprint
    _second(province)
    with pytest.raises(PackageError, match="threshold_not_met"):
        trust_files.take_root(province, file, printed, SECOND)
    ready = _sign(file, keys[2], HOLDERS[2])
    assert ready.missing == 0
    page = _text(root_making.page(file, TODAY).data)
    assert all(group in page for group in printed.split())
    assert all(name in page for name in HOLDERS)

    # Taken by two people, each with a password of their own; the history names both.
    for second, code in (
        (None, "second_person_missing"),
        (Second("", ""), "second_person_missing"),
        (Second("mau", PASSWORD), "second_person_same"),
        (Second("hai", "không phải"), "password_wrong"),
    ):
        with pytest.raises(UserError) as refused:
            trust_files.take_root(province, file, printed, second)
        assert refused.value.code == code
    province.clock.forward(seconds=60)
    with pytest.raises(PackageError, match="root_fingerprint_other"):
        trust_files.take_root(province, file, "0000 " * 16, SECOND)
    trust_files.take_root(province, file, printed, SECOND)
    (told, *_rest) = history.operations(province)
    assert told.name == "confirm_root"
    assert "Người thứ hai" in told.subject
    # The same file has the keys of the unit at the top, certified by the root itself.
    assert trust_files.take(province, file) == 1  # its own encryption key it knows
    page_of_trust = trust_state.read(province)
    assert page_of_trust.ready
    assert page_of_trust.own.top
    assert page_of_trust.done == frozenset(Step)
    assert certifying.renew_list(province) == 1
    assert "training_trust" not in trust_state.read(province).warnings


def test_the_next_root_needs_keys_of_both(province, tmp_path):
    file, keys, _code = _drafted(province, tmp_path)
    for key, holder in zip(keys[:2], HOLDERS, strict=False):
        _sign(file, key, holder)
    _second(province)
    printed = trust_files.look_at_root(file).fingerprint
    trust_files.take_root(province, file, printed, SECOND)
    trust_files.take(province, file)
    fourth = root_making.make_key(tmp_path, "Phạm Văn Bốn", "khoá của Phạm Văn Bốn")
    lost = root_making.look(file).root.keys[0].fingerprint.hex()
    later = tmp_path / "goc-2.ktgstc"
    change = Following(add=[fourth.public], drop=[lost[:12]])
    draft = root_making.follow(later, file, TODAY, change)
    assert (draft.root.version, len(draft.root.keys), draft.missing) == (2, 3, 2)
    by_fingerprint = {
        root_making.open_key(path, f"khoá của {name}").fingerprint.hex(): (path, name)
        for path, name in zip(keys, HOLDERS, strict=True)
    }
    stay = [one for name, one in by_fingerprint.items() if name != lost]
    assert _sign(later, *stay[0]).missing == 1
    # The new key alone is none of the former root's.
    assert _sign(later, fourth.file, "Phạm Văn Bốn").missing == 1
    with pytest.raises(PackageError, match="threshold_not_met"):
        trust_files.take(province, later)
    assert _sign(later, *stay[1]).missing == 0
    assert trust_files.take(province, later) == 1
    assert trust_state.read(province).root.version == 2
    # A root that skips one is refused, however many have signed it.
    third, fourth_root = tmp_path / "goc-3.ktgstc", tmp_path / "goc-4.ktgstc"
    root_making.follow(third, later, TODAY, Following())
    root_making.follow(fourth_root, third, TODAY, Following())
    for path, name in stay:
        _sign(fourth_root, path, name)
    lone = tmp_path / "alone.ktgstc"
    lone.write_bytes(_alone(trust_files.look_at_root(fourth_root).statement))
    with pytest.raises(PackageError, match="root_skipped"):
        trust_files.take(province, lone)


def _alone(statement: Statement) -> bytes:
    return encode_file(
        [TravellingStatement(StatementKind.ROOT, statement.body, statement.signatures)]
    )
