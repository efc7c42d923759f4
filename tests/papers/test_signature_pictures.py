"""Pictures in a visible signature, and the places of signatures on papers of any origin."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from ktgs_desktop.errors import UserError
from ktgs_desktop.papers import preview, signature_places
from ktgs_desktop.papers.pdf import SignaturePlace, write_pdf
from ktgs_desktop.papers.signature_images import check_picture, picture_size
from ktgs_desktop.papers.stamp import StampFacts, StampImages, signature_stamp
from tests.helpers.signature_pictures import a_seal, a_signature, opaque
from tests.papers import pdf_tools, samples

FACTS = StampFacts("Nguyễn Văn Mẫu", "Huyện uỷ Phú Bình", datetime(2021, 1, 5, 9, 15))  # noqa: DTZ001


def drawn(pdf: bytes) -> Image.Image:
    page = preview.render(pdf, 0, 4)
    return Image.frombuffer(
        "RGB", (page.width, page.height), page.data, "raw", "BGRX", page.stride, 1
    )


def span(picture: Image.Image, *, red: bool) -> tuple[int, int]:
    """First and last column with the seal's red, or the signature's blue."""
    columns = []
    for x in range(picture.width):
        for y in range(0, picture.height, 3):
            r, _g, b = picture.getpixel((x, y))  # type: ignore[misc]
            if (r > b + 60) if red else (b > r + 60):
                columns.append(x)
                break
    return columns[0], columns[-1]


def test_the_seal_covers_about_a_third_of_the_signature_at_its_left() -> None:
    picture = drawn(signature_stamp(FACTS, 220, 77, StampImages(a_signature(), a_seal())))
    alone = drawn(signature_stamp(FACTS, 220, 77, StampImages(a_signature())))
    left, right = span(alone, red=False)
    seal_left, seal_right = span(picture, red=True)
    assert seal_left < left
    assert 0.28 < (seal_right - left) / (right - left) < 0.38


def test_text_stands_beneath_the_pictures_unless_switched_off() -> None:
    images = StampImages(a_signature(), a_seal())
    text = pdf_tools.text(signature_stamp(FACTS, 220, 77, images))
    assert "05/01/2021 09:15 (giờ máy)" in text
    bare = StampImages(a_signature(), a_seal(), text=False)
    assert pdf_tools.text(signature_stamp(FACTS, 220, 77, bare)).strip() == ""
    assert signature_stamp(FACTS, 220, 77, StampImages(text=False)) == b""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no picture", "image_unreadable"),
        (a_signature()[:200], "image_unreadable"),
        (opaque(), "image_opaque"),
        (b"\x89PNG" + b"0" * 3_000_000, "image_too_large"),
    ],
)
def test_what_cannot_stand_on_a_paper_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UserError) as caught:
        check_picture(data)
    assert caught.value.code == code


def test_good_pictures_pass() -> None:
    check_picture(a_signature())
    check_picture(a_seal())


@given(st.floats(20, 400), st.floats(20, 400))
def test_a_picture_keeps_its_shape_and_fits(width: float, height: float) -> None:
    wide, high = picture_size(a_signature(), width, height)
    assert wide <= width + 0.01
    assert high <= height + 0.01
    assert wide / high == pytest.approx(420 / 160)


def test_the_place_above_the_name_is_the_layouts_own() -> None:
    program = samples.issued()
    made = write_pdf(program)
    name = program.signature.name
    found = signature_places.above_name(made.data, name)
    assert found is not None
    own = made.signature_place
    assert found.page == own.page
    assert abs((found.x + found.width / 2) - (own.x + own.width / 2)) < 3
    assert abs(found.y - own.y) < 12
    assert signature_places.above_name(made.data, "Không Có Ai") is None
    assert signature_places.above_name(made.data, " ") is None


@settings(max_examples=20)
@given(st.integers(1, 7))
def test_free_places_do_not_overlap(count: int) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    canvas.drawString(50, 700, "x")
    canvas.save()
    taken: list[SignaturePlace] = []
    for _ in range(count):
        place = signature_places.free_place(stream.getvalue(), taken)
        for one in taken:
            beside = place.x + place.width <= one.x or one.x + one.width <= place.x
            above = place.y + place.height <= one.y or one.y + one.height <= place.y
            assert beside or above
        assert 0 <= place.x <= 595 - place.width
        taken.append(place)
