import unicodedata

import pytest

from ktgs_desktop.errors import UserError
from ktgs_desktop.trust import passwords
from ktgs_desktop.trust.passwords import CEILING, FLOOR, Argon2Cost

SALT = b"sixteen bytes ok"


@pytest.mark.parametrize("password", ["", "1234567", unicodedata.normalize("NFD", "ếếếế")])
def test_short_passwords_are_refused(password):
    with pytest.raises(UserError) as caught:
        passwords.check_new_password(password)
    assert (caught.value.code, caught.value.params) == ("password_too_short", {"minimum": 8})


@pytest.mark.parametrize("password", ["12345678", "ếếếếếếếế", "một câu dài", "        "])
def test_eight_characters_are_enough(password):
    passwords.check_new_password(password)


def test_composed_and_decomposed_letters_give_one_key():
    text = "Uỷ ban Kiểm tra"
    keys = {
        passwords.derive_key(unicodedata.normalize(form, text), salt=SALT, cost=FLOOR)
        for form in ("NFC", "NFD")
    }
    assert len(keys) == 1
    assert len(keys.pop()) == 32


def test_everything_counts_for_the_key():
    costs = (FLOOR, Argon2Cost(8192, 2, 1), Argon2Cost(8192, 1, 2), Argon2Cost(9000, 1, 1))
    keys = {passwords.derive_key("mật khẩu", salt=SALT, cost=cost) for cost in costs}
    keys.add(passwords.derive_key("mật khẩu", salt=SALT[::-1], cost=FLOOR))
    keys.add(passwords.derive_key("Mật khẩu", salt=SALT, cost=FLOOR))
    assert len(keys) == 6


def test_any_text_derives_something():
    assert passwords.derive_key("\ud800\x00", salt=SALT, cost=FLOOR)


def test_the_default_is_what_was_measured_and_allowed():
    assert Argon2Cost() == Argon2Cost(memory=65536, passes=3, lanes=4)
    assert Argon2Cost().sane
    assert FLOOR.sane
    assert CEILING.sane


@pytest.mark.parametrize(
    "cost",
    [
        Argon2Cost(8191, 1, 1),
        Argon2Cost(8192, 0, 1),
        Argon2Cost(8192, 1, 0),
        Argon2Cost(1024 * 1024 + 1, 1, 1),
        Argon2Cost(8192, 21, 1),
        Argon2Cost(8192, 1, 17),
    ],
)
def test_costs_out_of_bounds(cost):
    assert not cost.sane
