"""Pictures of a signer: one of each kind, whoever's title stands before the name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ktgs_desktop.domain import signer_images as rules
from ktgs_desktop.domain.signer_images import ImageRole, SignerImage, SignerImages
from ktgs_desktop.errors import UserError
from tests.helpers.entities import OFFICE, an_id

_ROLES = st.sampled_from([*ImageRole])


def _image(role: str, number: int) -> SignerImage:
    return SignerImage(role, f"{number:064x}", f"{number}.png", number)


@given(st.lists(st.tuples(st.booleans(), _ROLES, st.integers(1, 9)), max_size=12))
def test_the_last_picture_of_a_kind_counts(steps: list[tuple[bool, str, int]]) -> None:
    kept: dict[str, int] = {}
    images = SignerImages(OFFICE, an_id("images"), "Nguyễn Văn Mẫu")
    for added, role, number in steps:
        if added:
            images, kept[role] = rules.with_image(images, _image(role, number)), number
        else:
            images = rules.without(images, role)
            kept.pop(role, None)
        found = {one.role: one.size for one in images.images}
        assert found == kept
        assert len(images.images) == len(kept)
        for one in ImageRole:
            assert (images.of(one) is None) == (one not in kept)


def test_titles_do_not_count() -> None:
    images = SignerImages(OFFICE, an_id("images"), "Nguyễn Văn Mẫu")
    assert images.belongs_to("Đồng chí Nguyễn Văn Mẫu")
    assert images.belongs_to("NGUYEN VAN MAU (TẬP HUẤN)")
    assert not images.belongs_to("Nguyễn Văn Mầu")


def test_pictures_are_somebodys() -> None:
    with pytest.raises(UserError) as caught:
        rules.check_signer_name("  ")
    assert caught.value.code == "signer_missing"
