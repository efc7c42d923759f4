"""An office that signs its packages by certificate: from a file, and from a token."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ktgs_desktop import i18n
from ktgs_desktop.domain.key_bindings import Suite
from ktgs_desktop.domain.package_log import JobState
from ktgs_desktop.gui.dialogs.packages import PackageDialog
from ktgs_desktop.gui.dialogs.token import TokenDialog
from ktgs_desktop.services.exchange import certifying, own_keys, trust_files
from ktgs_desktop.trust import training
from tests.gui.test_exchange_packages import Offices, bot_wait
from tests.gui.test_exchange_packages import _jobs as jobs
from tests.gui.test_exchange_packages import _take as take
from tests.gui.test_exchange_packages import _take_in as take_in
from tests.helpers.builders import an_issued_program
from tests.helpers.desk import OFFSCREEN, Desk, focused, press, replace, texts_of
from tests.helpers.dialogs import during
from tests.helpers.token_desk import MODULE, a_token_desk, needs_tokens
from tests.helpers.token_desk import PIN as TOKEN_PIN
from tests.helpers.trusting import a_bare_house, root_file

if TYPE_CHECKING:
    from ktgs_desktop.gui.dialogs.arrival import ArrivalDialog
    from ktgs_desktop.trust.certificates import SigningIdentity
    from tests.conftest import Clock
    from tests.helpers.exchange import House

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore(*OFFSCREEN)]
PIN = "mat-khau-tep"
SIGNER = "Trần Thị Chủ Nhiệm"


def certified(house: House, stick: Path) -> SigningIdentity:
    """The district's certificate, by which its superior knows it from now on."""
    validity = training.Validity(datetime(2021, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
    identity = training.issue(
        house.tree.authority, validity, name=SIGNER, organisation="UBKT Huyện uỷ Phú Bình",
        kind=training.KeyKind.EC,
    )  # fmt: skip
    asked = own_keys.make(house.district, identity)
    assert asked.request.suite is Suite.CMS
    root = root_file(house, stick)
    trust_files.take_root(house.district, root, trust_files.look_at_root(root).fingerprint)
    certifying.certify(house.province, own_keys.save_request(house.district, stick), asked.code)
    answer = trust_files.save(house.province, house.district.office.unit, stick)
    trust_files.take(house.district, answer)
    return identity


@pytest.fixture
def house(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("KTGS_HOME", str(tmp_path / "home"))
    made = a_bare_house(tmp_path / "house", clock)
    yield made
    made.close()


@pytest.fixture
def offices(qtbot: Any, house: House, tmp_path: Path) -> Iterator[Offices]:
    stick = tmp_path / "USB"
    stick.mkdir()
    made = Offices(qtbot, house, stick)
    yield made
    made.leave()
    i18n.use("vi")


def _choose_way(dialog: PackageDialog, name: str) -> None:
    """Choose with what is signed, by keyboard."""
    while dialog.way.value() != name:
        dialog.way.setFocus()  # a way chosen leads on to its own fields
        before = dialog.way.value()
        press("Down")
        assert dialog.way.value() != before, name


def _written(dialog: PackageDialog) -> None:
    bot_wait(lambda: dialog.made is not None)
    assert "you may take the stick out" in dialog.done_text.text()
    dialog.close_button.click()


def _send(desk: Desk, act: Any) -> None:
    with during(PackageDialog, act):
        desk.page().pane.send.click()
        desk.settle()
        bot_wait(lambda: not desk.tasks.waiting)


def _is_taken(offices: Offices, file: Path) -> None:
    """The province sees who signed, and takes it."""
    desk = offices.sit(offices.house.province, "receive")
    said: list[str] = []

    def look(dialog: ArrivalDialog) -> None:
        said.extend(texts_of(dialog))
        take_in(dialog)

    with during(PackageDialog, lambda dialog: dialog.reject()):
        take(desk, file, look)
    assert any(f"The signature is valid: {SIGNER}" in text for text in said), said
    assert jobs(desk)[0] == (JobState.APPLIED, "")


def _signed_by_file(desk: Desk, file: Path) -> Callable[[PackageDialog], None]:
    """First as it is proposed, which is refused; then with the file and a mistyped PIN."""

    def act(dialog: PackageDialog) -> None:
        press("Return")
        bot_wait(lambda: not desk.tasks.waiting and focused() is dialog.way)
        assert "signs with a certificate" in dialog._fault.text()
        _choose_way(dialog, "file")
        dialog.path.setFocus()
        replace(str(file))
        dialog.pin.setFocus()
        replace("sai mat khau")
        press("Ctrl+S")
        bot_wait(lambda: dialog._fault.text() and not desk.tasks.waiting)
        assert focused() is dialog.pin
        replace(PIN)
        press("Ctrl+S")
        _written(dialog)

    return act


def _signed_by_token(desk: Desk) -> Callable[[PackageDialog], None]:
    """The way is chosen, then the certificate on the token, then its PIN is typed."""

    def choose(dialog: TokenDialog) -> None:
        desk.settle()
        assert focused() is dialog.certificates
        press("Return")

    def act(dialog: PackageDialog) -> None:
        _choose_way(dialog, "token")
        assert focused() is dialog.choose_token
        with during(TokenDialog, choose):
            press("Return")
            desk.settle()
        desk.settle()
        assert focused() is dialog.pin
        replace(TOKEN_PIN)
        press("Ctrl+S")
        _written(dialog)

    return act


def test_a_certificate_file_signs_for_the_office(offices: Offices, tmp_path: Path) -> None:
    identity = certified(offices.house, offices.stick)
    file = tmp_path / "chu nhiem.p12"
    file.write_bytes(training.pkcs12_file(identity, password=PIN))
    an_issued_program(offices.house.district)
    desk = offices.sit(offices.house.district, "send")
    _send(desk, _signed_by_file(desk, file))
    _is_taken(offices, *offices.packages("-DL-"))


@needs_tokens
def test_a_token_signs_for_the_office(offices: Offices, tmp_path: Path) -> None:
    identity = certified(offices.house, offices.stick)
    an_issued_program(offices.house.district)
    with a_token_desk(tmp_path / "hsm") as tokens:
        tokens.plug_in("UBKT", identity)
        desk = offices.sit(offices.house.district, "send")
        desk.window.session.remember("sign/token_library", MODULE)
        _send(desk, _signed_by_token(desk))
    _is_taken(offices, *offices.packages("-DL-"))
