import contextlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ktgs_desktop.errors import UserError
from ktgs_desktop.trust import recovery_codes
from tests.trust.profiles import randomised

SECRETS = st.binary(min_size=20, max_size=20)


@randomised(200)
@given(SECRETS)
def test_a_code_gives_its_secret_back(secret):
    code = recovery_codes.format_code(secret)
    assert recovery_codes.parse_code(code) == secret
    groups = code.split("-")
    assert [len(group) for group in groups] == [4] * 9


@randomised(100)
@given(SECRETS, st.sampled_from([" ", "", "-", "  ", " – ", "\n", "\u00a0", "_"]), st.booleans())
def test_spelling_does_not_matter(secret, joint, lower):
    code = recovery_codes.format_code(secret).replace("-", joint)
    code = code.lower() if lower else code
    for seen, typed in (("0", "O"), ("0", "o"), ("1", "I"), ("1", "l")):
        assert recovery_codes.parse_code(f" {code.replace(seen, typed)} ") == secret


def test_no_letter_can_be_taken_for_another():
    letters = {recovery_codes.format_code(bytes([byte]) * 20)[0] for byte in range(256)}
    assert letters == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


@randomised(200)
@given(SECRETS, st.integers(0, 35), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_wrong_letter_is_a_slip(secret, place, letter):
    letters = list(recovery_codes.format_code(secret).replace("-", ""))
    assume(letters[place] != letter)
    letters[place] = letter
    with pytest.raises(UserError, match="recovery_code_mistyped"):
        recovery_codes.parse_code("".join(letters))


@randomised(200)
@given(SECRETS, st.integers(0, 34))
def test_two_letters_swapped_are_a_slip(secret, place):
    letters = list(recovery_codes.format_code(secret).replace("-", ""))
    assume(letters[place] != letters[place + 1])
    letters[place], letters[place + 1] = letters[place + 1], letters[place]
    with pytest.raises(UserError, match="recovery_code_mistyped"):
        recovery_codes.parse_code("".join(letters))


@pytest.mark.parametrize("text", ["", "-", "7K2M", "U" * 36, "ß" * 36, "0" * 35, "0" * 37, "é"])
def test_what_is_no_code_is_a_slip(text):
    with pytest.raises(UserError, match="recovery_code_mistyped"):
        recovery_codes.parse_code(text)


@randomised(300)
@given(st.text(max_size=60))
def test_any_text_is_a_code_or_a_slip(text):
    with contextlib.suppress(UserError):
        assert len(recovery_codes.parse_code(text)) == 20


def test_secrets_are_new_each_time():
    assert len({recovery_codes.new_secret() for _ in range(50)}) == 50
