"""What columns tables of regulations have, by the heads that sheets of offices give them."""

from __future__ import annotations

from ktgs_desktop.domain.table_import import Field

FIELDS = (
    Field(
        "regulation_number",
        (
            "Số ký hiệu", "Số, ký hiệu", "Số và ký hiệu", "Số hiệu", "Ký hiệu", "Số văn bản",
            "Số hiệu văn bản", "Số ký hiệu văn bản", "Số, ký hiệu văn bản", "Văn bản số",
            "Số, ngày văn bản", "Số, ngày, tháng", "Số, ngày ban hành", "number",
        ),
        required=True,
    ),
    Field(
        "issuer",
        (
            "Cơ quan ban hành", "Cơ quan, đơn vị ban hành", "Đơn vị ban hành", "Nơi ban hành",
            "Cấp ban hành", "Chủ thể ban hành", "Tác giả", "Tác giả văn bản", "Cơ quan", "issuer",
        ),
    ),
    Field(
        "title",
        (
            "Trích yếu", "Trích yếu nội dung", "Trích yếu nội dung văn bản", "Nội dung trích yếu",
            "Tên loại và trích yếu", "Tên loại, trích yếu", "Tên loại và trích yếu nội dung",
            "Tên loại và trích yếu nội dung văn bản", "Tên văn bản", "Tên gọi", "Nội dung",
            "Nội dung văn bản", "Về việc", "title",
        ),
        required=True,
    ),
    Field(
        "regulation_kind",
        (
            "Loại văn bản", "Tên loại", "Tên loại văn bản", "Loại", "Hình thức văn bản",
            "Thể loại", "Thể loại văn bản", "kind",
        ),
    ),
    Field(
        "issued",
        (
            "Ngày ban hành", "Ngày, tháng ban hành", "Ngày, tháng, năm ban hành", "Ban hành",
            "Thời gian ban hành", "Thời điểm ban hành", "Năm ban hành", "Ngày văn bản",
            "Ngày, tháng văn bản", "Ngày, tháng, năm văn bản", "Ngày ký", "Ngày, tháng",
            "Ngày, tháng, năm", "Ngày", "issued", "issued_on",
        ),
    ),
    Field(
        "effective_from",
        (
            "Ngày hiệu lực", "Ngày có hiệu lực", "Ngày bắt đầu hiệu lực",
            "Ngày bắt đầu có hiệu lực", "Ngày hiệu lực thi hành", "Ngày có hiệu lực thi hành",
            "Có hiệu lực từ",
            "Có hiệu lực từ ngày", "Hiệu lực từ", "Hiệu lực từ ngày", "Hiệu lực thi hành",
            "Thời điểm có hiệu lực", "Thời gian có hiệu lực", "effective_from", "effective_on",
        ),
    ),
    Field(
        "effective_to",
        (
            "Có hiệu lực đến", "Có hiệu lực đến ngày", "Có hiệu lực đến hết ngày", "Hiệu lực đến",
            "Hiệu lực đến ngày", "Hiệu lực đến hết ngày", "Ngày cuối có hiệu lực", "effective_to",
        ),
    ),
    Field(
        "ended",
        (
            "Ngày hết hiệu lực", "Ngày hết hiệu lực thi hành", "Hết hiệu lực", "Hết hiệu lực từ",
            "Hết hiệu lực từ ngày", "Ngày chấm dứt hiệu lực", "Thời điểm hết hiệu lực",
            "Hiệu lực hết", "ended",
        ),
    ),
    Field(
        "replaces",
        (
            "Thay thế", "Thay thế cho", "Thay thế văn bản", "Thay thế cho văn bản",
            "Văn bản bị thay thế", "Văn bản được thay thế", "replaces",
        ),
    ),
    Field(
        "amends",
        (
            "Sửa đổi", "Sửa đổi, bổ sung", "Sửa đổi văn bản", "Sửa đổi, bổ sung văn bản",
            "Sửa đổi, bổ sung cho văn bản", "Văn bản được sửa đổi", "Văn bản được sửa đổi, bổ sung",
            "Văn bản bị sửa đổi, bổ sung", "amends",
        ),
    ),
    Field(
        "implements",
        (
            "Hướng dẫn thi hành", "Hướng dẫn thực hiện", "Hướng dẫn văn bản", "Thi hành văn bản",
            "Văn bản được hướng dẫn", "Văn bản được hướng dẫn thi hành", "implements",
        ),
    ),
    Field("classification", ("Độ mật", "Mức độ mật", "Mức mật", "classification")),
    Field("note", ("Ghi chú", "Chú thích", "Ghi chú khác", "note", "notes", "remarks")),
)  # fmt: skip
"""Fields in the order in which a table without heads is taken."""
