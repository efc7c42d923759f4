import hashlib
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain.journal import canonical
from ktgs_desktop.errors import StorageError, UserError
from ktgs_desktop.trust import keyring, passwords
from ktgs_desktop.trust.passwords import FLOOR, Argon2Cost
from tests.trust.profiles import randomised

PASSWORD = "Mật khẩu số 1"
OTHER = "Mật khẩu số 2"
LOGIN = "Nguyễn Thị Tập Huấn"


@pytest.fixture
def made(tmp_path):
    path = tmp_path / "office.keys"
    return path, keyring.create(path, login=LOGIN, password=PASSWORD, cost=FLOOR)


def unlock(path, login=LOGIN, password=PASSWORD):
    return keyring.unlock(path, login=login, password=password)


def raised(kind, code, function, *arguments, **named):
    with pytest.raises(kind) as caught:
        function(*arguments, **named)
    assert caught.value.code == code
    return caught.value.params


def rewrite(path, change, *, fix_sum=True):
    """Change the file as somebody would who knows its format but has no key."""
    body = json.loads(path.read_bytes())
    change(body)
    if fix_sum:
        body.pop("sum")
        body["sum"] = hashlib.sha256(canonical(body)).hexdigest()
    path.write_bytes(canonical(body))


def test_password_and_code_open_the_same_keys(made):
    path, new = made
    assert unlock(path) == new.keys
    assert keyring.unlock_with_recovery(path, code=new.recovery_code) == new.keys
    assert keyring.unlock_with_recovery(path, code=new.recovery_code.lower()) == new.keys
    assert keyring.workspace_id(path) == new.keys.workspace


def test_the_keys_differ_from_each_other_and_between_workspaces(made, tmp_path):
    _path, new = made
    second = keyring.create(tmp_path / "b.keys", login=LOGIN, password=PASSWORD, cost=FLOOR)
    keys = [
        key
        for found in (new.keys, second.keys)
        for key in (found.database, found.files, found.settings)
    ]
    assert len(set(keys)) == 6
    assert {len(key) for key in keys} == {32}
    assert new.keys.database == new.keys.master


def test_unlocking_does_not_touch_the_file(made):
    path, new = made
    before, changed = path.read_bytes(), path.stat().st_mtime_ns
    unlock(path)
    keyring.unlock_with_recovery(path, code=new.recovery_code)
    raised(UserError, "password_wrong", unlock, path, password="wrong password")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, changed)
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_case_and_spelling_of_a_login_do_not_matter(made):
    path, new = made
    for login in (LOGIN.upper(), unicodedata.normalize("NFD", LOGIN.lower()), f" {LOGIN} "):
        assert unlock(path, login=login) == new.keys
        assert keyring.has_login(path, login)
    assert not keyring.has_login(path, "Nguyen Thi Tap Huan")


def test_neither_login_nor_password_nor_key_stand_in_the_file(made):
    path, new = made
    data = path.read_bytes().lower()
    plain = "nguyen thi tap huan"
    for text in (LOGIN, plain, PASSWORD, new.recovery_code, new.recovery_code.replace("-", "")):
        for form in ("NFC", "NFD"):
            for encoding in ("utf-8", "utf-16-le"):
                spelled = unicodedata.normalize(form, text.lower()).encode(encoding)
                assert spelled not in data
                assert spelled.hex().encode() not in data
    for key in (new.keys.master, new.keys.files, new.keys.settings):
        assert key.hex().encode() not in data
    assert hashlib.sha256(LOGIN.lower().encode()).hexdigest().encode() not in data


def test_nothing_secret_is_printed(made):
    _path, new = made
    shown = repr(new) + str(new.keys)
    assert new.recovery_code not in shown
    assert repr(new.keys.master) not in shown
    assert repr(new.keys.files) not in shown


def test_unknown_login_and_wrong_password_look_alike(made, monkeypatch):
    path, _new = made
    work = []
    derive = passwords.derive_key

    def counted(password, *, salt, cost):
        work.append((len(salt), cost))
        return derive(password, salt=salt, cost=cost)

    monkeypatch.setattr(keyring, "derive_key", counted)
    unknown = raised(UserError, "password_wrong", unlock, path, login="nobody")
    wrong = raised(UserError, "password_wrong", unlock, path, password=OTHER)
    unnamed = raised(UserError, "password_wrong", unlock, path, login="")
    assert unknown == wrong == unnamed == {}
    assert work == [(16, FLOOR)] * 3


@randomised(40)
@given(st.text(max_size=30))
def test_no_other_password_opens(tmp_path_factory, password):
    path = tmp_path_factory.getbasetemp() / "shared.keys"
    if not path.exists():
        keyring.create(path, login="a", password=PASSWORD, cost=FLOOR)
    if unicodedata.normalize("NFC", password) != PASSWORD:
        raised(UserError, "password_wrong", unlock, path, login="a", password=password)


def test_no_other_code_opens(made, tmp_path):
    path, new = made
    second = keyring.create(tmp_path / "b.keys", login="a", password=PASSWORD, cost=FLOOR)
    with pytest.raises(UserError, match="recovery_code_wrong"):
        keyring.unlock_with_recovery(path, code=second.recovery_code)
    slip = new.recovery_code[:-1] + ("0" if new.recovery_code[-1] != "0" else "2")
    with pytest.raises(UserError, match="recovery_code_mistyped"):
        keyring.unlock_with_recovery(path, code=slip)


def test_a_second_person_gets_in_and_out(made):
    path, new = made
    keyring.add_login(path, keys=new.keys, login="Lan", password=OTHER, cost=FLOOR)
    assert unlock(path, login="lan", password=OTHER) == unlock(path) == new.keys
    keyring.remove_login(path, keys=new.keys, login="LAN")
    raised(UserError, "password_wrong", unlock, path, login="lan", password=OTHER)
    assert unlock(path) == new.keys


def test_the_last_login_stays(made):
    path, new = made
    raised(UserError, "last_login", keyring.remove_login, path, keys=new.keys, login=LOGIN)
    assert unlock(path) == new.keys


def test_logins_that_are_taken_unknown_or_empty(made):
    path, new = made
    keys = new.keys
    add, remove, reset = keyring.add_login, keyring.remove_login, keyring.reset_password
    secret = {"keys": keys, "password": OTHER, "cost": FLOOR}
    taken = raised(UserError, "login_taken", add, path, login=LOGIN.upper(), **secret)
    assert taken == {"login": LOGIN.upper()}
    raised(UserError, "login_empty", add, path, login=" ", **secret)
    raised(UserError, "login_unknown", remove, path, keys=keys, login="Lan")
    raised(UserError, "login_unknown", reset, path, login="Lan", **secret)


def test_changing_a_password_needs_the_old_one(made):
    path, new = made
    change = keyring.change_password
    words = {"login": LOGIN, "cost": FLOOR}
    raised(UserError, "password_wrong", change, path, old=OTHER, new=OTHER, **words)
    raised(UserError, "password_too_short", change, path, old=PASSWORD, new="short", **words)
    change(path, old=PASSWORD, new=OTHER, **words)
    raised(UserError, "password_wrong", unlock, path)
    assert unlock(path, password=OTHER) == new.keys
    assert keyring.unlock_with_recovery(path, code=new.recovery_code) == new.keys


def test_after_recovery_a_password_is_set_anew(made):
    path, new = made
    keys = keyring.unlock_with_recovery(path, code=new.recovery_code)
    keyring.reset_password(path, keys=keys, login=LOGIN, password=OTHER, cost=FLOOR)
    raised(UserError, "password_wrong", unlock, path)
    assert unlock(path, password=OTHER) == keys


def test_a_new_code_replaces_the_old(made):
    path, new = made
    code = keyring.renew_recovery_code(path, keys=new.keys)
    assert keyring.unlock_with_recovery(path, code=code) == new.keys
    with pytest.raises(UserError, match="recovery_code_wrong"):
        keyring.unlock_with_recovery(path, code=new.recovery_code)
    assert unlock(path) == new.keys


def test_short_passwords_never_get_a_slot(made, tmp_path):
    path, new = made
    create, add, reset = keyring.create, keyring.add_login, keyring.reset_password
    words = {"password": "1234567", "cost": FLOOR}
    short = "password_too_short"
    found = raised(UserError, short, create, tmp_path / "b.keys", login="a", **words)
    assert found == {"minimum": 8}
    raised(UserError, short, add, path, keys=new.keys, login="b", **words)
    raised(UserError, short, reset, path, keys=new.keys, login=LOGIN, **words)


def test_cost_is_kept_with_the_slot_and_bounded(made, tmp_path):
    path, _new = made
    slot = next(
        slot for slot in json.loads(path.read_bytes())["slots"] if slot["kind"] == "password"
    )
    assert (slot["memory"], slot["passes"], slot["lanes"]) == (8192, 1, 1)
    with pytest.raises(ValueError, match="memory=1"):
        keyring.create(tmp_path / "b.keys", login="a", password=PASSWORD, cost=Argon2Cost(1, 1, 1))


def test_keys_that_exist_are_never_overwritten(made):
    path, _new = made
    before = path.read_bytes()
    found = raised(StorageError, "keys_exist", keyring.create, path, login="a", password=PASSWORD)
    assert found == {"path": str(path)}
    assert path.read_bytes() == before


def test_files_that_are_not_there_or_cannot_be_used(tmp_path):
    missing = tmp_path / "none.keys"
    assert raised(StorageError, "keys_missing", unlock, missing) == {"path": str(missing)}
    assert raised(StorageError, "keys_unreadable", unlock, tmp_path)["path"] == str(tmp_path)
    nowhere = tmp_path / "no" / "folder.keys"
    create = keyring.create
    raised(
        StorageError, "keys_not_written", create, nowhere, login="a", password=PASSWORD, cost=FLOOR
    )


def test_a_newer_file_is_named_as_such(made):
    path, _new = made
    rewrite(path, lambda body: body.update(version=2))
    found = raised(StorageError, "keys_too_new", unlock, path)
    assert found == {"path": str(path), "version": 2}


def test_every_damaged_byte_is_noticed(made):
    path, new = made
    whole = path.read_bytes()
    for place in range(len(whole)):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        for attempt in (
            lambda: unlock(path),
            lambda: keyring.unlock_with_recovery(path, code=new.recovery_code),
            lambda: keyring.has_login(path, LOGIN),
        ):
            with pytest.raises(StorageError) as caught:
                attempt()
            assert caught.value.code in {"keys_damaged", "keys_too_new"}
            assert caught.value.params["path"] == str(path)


@randomised(60)
@given(st.one_of(st.binary(max_size=200), st.integers(0, 1100)))
def test_anything_else_is_damaged(tmp_path_factory, what):
    folder = tmp_path_factory.mktemp("keys")
    path = folder / "a.keys"
    if isinstance(what, int):
        keyring.create(path, login="a", password=PASSWORD, cost=FLOOR)
        path.write_bytes(path.read_bytes()[:what][:-1])
    else:
        path.write_bytes(what)
    raised(StorageError, "keys_damaged", unlock, path)


def _first(body, kind):
    return next(slot for slot in body["slots"] if slot["kind"] == kind)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.pop("salt"),
        lambda body: body.update(salt="00"),
        lambda body: body.update(salt="x" * 32),
        lambda body: body.update(workspace="office"),
        lambda body: body.update(extra=1),
        lambda body: body.update(slots=[]),
        lambda body: body.update(slots="none"),
        lambda body: body.update(mac=1),
        lambda body: body["slots"].append(body["slots"][0]),
        lambda body: body["slots"].append(None),
        lambda body: body["slots"].remove(_first(body, "recovery")),
        lambda body: body["slots"].remove(_first(body, "password")),
        lambda body: _first(body, "password").update(kind="other"),
        lambda body: _first(body, "password").update(memory=1024 * 1024 * 1024),
        lambda body: _first(body, "password").update(passes=1000),
        lambda body: _first(body, "password").update(memory=8),
        lambda body: _first(body, "password").update(memory="8192"),
        lambda body: _first(body, "password").update(login="short"),
        lambda body: _first(body, "password").update(note="x"),
        lambda body: _first(body, "password").pop("lanes"),
        lambda body: _first(body, "recovery").update(nonce=""),
        lambda body: _first(body, "recovery").pop("wrapped"),
    ],
)
def test_a_file_of_another_shape_is_damaged(made, change):
    path, _new = made
    rewrite(path, change)
    raised(StorageError, "keys_damaged", unlock, path)


def test_a_slot_is_bound_to_its_parameters(made):
    path, new = made
    rewrite(path, lambda body: _first(body, "password").update(passes=2))
    raised(UserError, "password_wrong", unlock, path)
    rewrite(path, lambda body: _first(body, "password").update(passes=1))
    assert unlock(path) == new.keys
    rewrite(path, lambda body: _first(body, "recovery").update(salt="00" * 16))
    with pytest.raises(UserError, match="recovery_code_wrong"):
        keyring.unlock_with_recovery(path, code=new.recovery_code)


def test_a_slot_is_bound_to_its_login(made):
    path, new = made
    keyring.add_login(path, keys=new.keys, login="Lan", password=OTHER, cost=FLOOR)

    def swap(body):
        one, two = (slot for slot in body["slots"] if slot["kind"] == "password")
        one["login"], two["login"] = two["login"], one["login"]

    rewrite(path, swap)
    raised(UserError, "password_wrong", unlock, path, login="Lan", password=PASSWORD)


def test_slots_changed_without_a_key_are_noticed(made, tmp_path):
    path, new = made
    keyring.add_login(path, keys=new.keys, login="Lan", password=OTHER, cost=FLOOR)
    whole = path.read_bytes()
    foreign = tmp_path / "b.keys"
    keyring.create(foreign, login="spy", password=OTHER, cost=FLOOR)
    spy = json.loads(foreign.read_bytes())["slots"]
    for change in (
        lambda body: body["slots"].pop(),
        lambda body: body["slots"].append(_first({"slots": spy}, "password")),
        lambda body: body["slots"].reverse(),
    ):
        path.write_bytes(whole)
        rewrite(path, change)
        raised(StorageError, "keys_damaged", unlock, path)


def test_keys_of_another_workspace_change_nothing(made, tmp_path):
    path, _new = made
    foreign = keyring.create(tmp_path / "b.keys", login="a", password=PASSWORD, cost=FLOOR).keys
    before = path.read_bytes()
    add, remove = keyring.add_login, keyring.remove_login
    words = {"keys": foreign, "login": "b", "password": OTHER, "cost": FLOOR}
    raised(StorageError, "keys_damaged", add, path, **words)
    raised(StorageError, "keys_damaged", remove, path, keys=foreign, login=LOGIN)
    raised(StorageError, "keys_damaged", keyring.renew_recovery_code, path, keys=foreign)
    assert path.read_bytes() == before


def test_login_hashes_differ_between_workspaces(made, tmp_path):
    path, _new = made
    second = tmp_path / "b.keys"
    keyring.create(second, login=LOGIN, password=PASSWORD, cost=FLOOR)
    hashes = {keyring.login_hash(file, LOGIN) for file in (path, second)}
    hashes.add(keyring.login_hash(path, "somebody unknown"))
    assert len(hashes) == 3
    assert keyring.login_hash(path, LOGIN.upper()) in hashes


def test_a_failed_write_leaves_the_old_file(made, monkeypatch):
    path, new = made
    before = path.read_bytes()

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    words = {"keys": new.keys, "login": "b", "password": OTHER, "cost": FLOOR}
    found = raised(StorageError, "keys_not_written", keyring.add_login, path, **words)
    assert found == {"path": str(path), "errno": 28}
    assert path.read_bytes() == before
    assert len(list(path.parent.iterdir())) == 1
