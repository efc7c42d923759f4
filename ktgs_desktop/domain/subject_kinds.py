"""What a subject of a program line is when only its name is known: an organisation or a person."""

from __future__ import annotations

from ktgs_desktop.domain.programs import SubjectKind
from ktgs_desktop.domain.vietnamese import accented, fold, has_accents, words

_ORGANIZATION_WORDS = tuple(
    map(
        accented,
        (
            "Đảng bộ", "Đảng uỷ", "Chi bộ", "Chi uỷ", "Huyện uỷ", "Thành uỷ", "Thị uỷ", "Quận uỷ",
            "Tỉnh uỷ", "Ban Thường vụ", "Uỷ ban", "UBKT", "BTV", "Ban ", "Văn phòng", "Tổ chức",
            "Trường ", "Công an", "Công ty", "Cơ quan", "Phòng ", "Trung tâm", "Bệnh viện",
            "Hội ", "Liên đoàn", "Mặt trận", "Toà án", "Viện ", "Chi cục", "Kho bạc", "Ngân hàng",
            "Hợp tác xã", "Doanh nghiệp", "Xí nghiệp",
        ),
    )
)  # fmt: skip
_FOLDED_WORDS = tuple(map(fold, _ORGANIZATION_WORDS))
_NAME_WORDS = range(2, 7)


def subject_kind_of(name: str) -> str:
    """What a subject named without a record is, as far as the name itself tells.

    Only what is written like a person's name is a member: two to six words, each with a capital.
    Accents decide where they are typed: "Ban Tổ chức" is an organisation, "Bàn Văn Mẫu" a person.

    Args:
        name: e.g. "Chi bộ Trường THPT Phú Bình" or "Nguyễn Văn Mẫu".

    Returns:
        `TCD` or `DV`.
    """
    if has_accents(name):
        begun = accented(name).startswith(_ORGANIZATION_WORDS)
    else:
        begun = fold(name).startswith(_FOLDED_WORDS)
    person = not begun and _written_like_a_person(name)
    return SubjectKind.MEMBER if person else SubjectKind.ORGANIZATION


def _written_like_a_person(name: str) -> bool:
    """Whether each word has a capital, and none is an abbreviation among other words."""
    parts = words(name)
    if len(parts) not in _NAME_WORDS or not all(part[0].isupper() for part in parts):
        return False
    shouted = {part.isupper() for part in parts if len(part) > 1}
    return len(shouted) == 1
