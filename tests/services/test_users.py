"""The office's users: coming, going, coming back, and the ways in."""

import dataclasses

import pytest

from ktgs_desktop.errors import StorageError, UserError
from ktgs_desktop.services import users
from ktgs_desktop.services.users import PasswordStrength, password_strength
from ktgs_desktop.services.workspace import open_workspace
from ktgs_desktop.store.writer import Writer
from ktgs_desktop.trust import key_slots, keyring
from ktgs_desktop.trust.passwords import FLOOR
from tests.conftest import PASSWORD
from tests.helpers.refusals import told

OTHER = "mot mat khau khac"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch):
    """New slots at the least cost that a file may have."""
    for name in ("add_login", "reset_password", "change_password"):
        dear = getattr(keyring, name)
        monkeypatch.setattr(
            keyring, name, lambda *a, dear=dear, **k: dear(*a, **{"cost": FLOOR, **k})
        )


def add(workspace, login="lan"):
    return users.add_user(workspace, login=login, password=OTHER, full_name="Lê Thị Tập Huấn")


def gets_in(workspace, login, password):
    """Whether a login opens the file; a second opening only reads."""
    try:
        opened = open_workspace(workspace.files.database, login=login, password=password)
    except UserError as error:
        if error.code != "password_wrong":
            raise
        return False
    opened.close()
    return True


def slots(workspace):
    return len(key_slots.load(workspace.files.keys).slots)


def test_a_user_comes_goes_and_comes_back_with_another_password(workspace):
    user = add(workspace)
    assert gets_in(workspace, "lan", OTHER)
    users.deactivate(workspace, user.id)
    assert not gets_in(workspace, "lan", OTHER)
    users.reactivate(workspace, user.id, PASSWORD)
    assert gets_in(workspace, "lan", PASSWORD)
    assert not gets_in(workspace, "lan", OTHER)


def test_letting_in_sets_the_slot_that_is_still_there(workspace):
    user = add(workspace)
    count = slots(workspace)
    users.reactivate(workspace, user.id, PASSWORD)
    assert slots(workspace) == count
    assert gets_in(workspace, "lan", PASSWORD)


def test_nobody_is_added_without_a_way_in(workspace, monkeypatch):
    def fails(path, **_kwargs):
        raise StorageError("keys_not_written", path=str(path))

    monkeypatch.setattr(keyring, "add_login", fails)
    said = told(lambda: add(workspace), StorageError)
    assert said == ("keys_not_written", {"path": str(workspace.files.keys)})
    assert [user.login for user in users.users(workspace)] == ["mau"]


def test_no_way_in_is_left_when_the_user_could_not_be_written(workspace, monkeypatch):
    count = slots(workspace)
    monkeypatch.setattr(Writer, "finish", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add(workspace)
    assert slots(workspace) == count


def test_a_slot_left_over_by_a_crash_does_not_block_its_login(workspace):
    keyring.add_login(workspace.files.keys, keys=workspace.keys, login="lan", password=PASSWORD)
    add(workspace)
    assert gets_in(workspace, "lan", OTHER)
    assert not gets_in(workspace, "lan", PASSWORD)


@pytest.mark.parametrize(
    ("login", "name", "password", "said"),
    [
        ("MAU", "Ai Đó", OTHER, ("login_taken", {"login": "MAU"})),
        ("lan anh", "Ai Đó", OTHER, ("login_bad", {"login": "lan anh"})),
        ("lan", " ", OTHER, ("name_missing", {})),
        ("lan", "Ai Đó", "bay chu", ("password_too_short", {"minimum": 8})),
    ],
)
def test_what_cannot_be_a_user_is_refused_and_changes_nothing(
    workspace, login, name, password, said
):
    count = slots(workspace)
    values = {"login": login, "password": password, "full_name": name}
    assert told(lambda: users.add_user(workspace, **values), UserError) == said
    assert slots(workspace) == count
    assert len(users.users(workspace)) == 1


def test_nobody_locks_themselves_out(workspace):
    said = told(lambda: users.deactivate(workspace, workspace.user.id), UserError)
    assert said == ("own_account", {})
    assert gets_in(workspace, "mau", PASSWORD)


def test_the_login_name_stays_whatever_else_is_edited(workspace):
    user = add(workspace)
    users.save_user(
        workspace, dataclasses.replace(user, login="khac", full_name="Lê Thị Ví Dụ", position="cb")
    )
    saved = next(one for one in users.users(workspace) if one.id == user.id)
    assert (saved.login, saved.full_name, saved.position) == ("lan", "Lê Thị Ví Dụ", "cb")


def test_ones_own_password_is_changed_only_with_the_old_one(workspace):
    said = told(lambda: users.change_password(workspace, old="falsch 1", new=OTHER), UserError)
    assert said == ("password_wrong", {})
    said = told(lambda: users.change_password(workspace, old=PASSWORD, new="bay chu"), UserError)
    assert said == ("password_too_short", {"minimum": 8})
    assert gets_in(workspace, "mau", PASSWORD)
    users.change_password(workspace, old=PASSWORD, new=OTHER)
    assert gets_in(workspace, "mau", OTHER)


def test_the_recovery_code_sets_a_password_and_an_old_code_does_not(workspace):
    path = workspace.files.database
    old = users.renew_recovery_code(workspace)
    new = users.renew_recovery_code(workspace)
    count = slots(workspace)

    def reset(code, login="mau"):
        users.reset_password(path, code=code, login=login, password=OTHER)

    assert told(lambda: reset(old), UserError) == ("recovery_code_wrong", {})
    assert told(lambda: reset(new[:-1]), UserError) == ("recovery_code_mistyped", {})
    assert told(lambda: reset(new, "ai"), UserError) == ("login_unknown", {"login": "ai"})
    reset(new)
    assert gets_in(workspace, "mau", OTHER)
    assert slots(workspace) == count


def test_the_wait_is_told_with_the_wrong_password_that_begins_it(office_file, clock):
    def wrong():
        users.log_in(office_file, login="mau", password="falsch 1", clock=clock)

    assert [told(wrong, UserError) for _try in range(3)] == [
        ("password_wrong", {}),
        ("password_wrong", {}),
        ("password_wait", {"seconds": 1}),
    ]
    clock.forward(seconds=1)
    assert told(wrong, UserError) == ("password_wait", {"seconds": 2})
    clock.forward(seconds=2)
    opened = users.log_in(office_file, login="mau", password=PASSWORD, clock=clock)
    opened.close()


@pytest.mark.parametrize(
    ("password", "strength"),
    [
        ("1234567", PasswordStrength.SHORT),
        ("mật khẩu 2021", PasswordStrength.WEAK),
        ("19871987198", PasswordStrength.WEAK),
        ("caychanhsau", PasswordStrength.FAIR),
        ("Cay chanh 8", PasswordStrength.GOOD),
        ("con meo nho tren mai", PasswordStrength.GOOD),
    ],
)
def test_how_good_a_password_is(password, strength):
    assert password_strength(password) == strength
