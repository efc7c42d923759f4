"""Use cases of amendments (điều chỉnh, bổ sung): the one way to change an issued program."""

from ktgs_desktop.services.amendments.drafts import (
    begin,
    blank,
    default_title,
    drop_change,
    edit,
    put_change,
    void,
)
from ktgs_desktop.services.amendments.issuing import DOCUMENT_TYPES, Issue, issue, tried_issue
from ktgs_desktop.services.amendments.lookup import (
    AmendmentDetail,
    LineChange,
    compared,
    days,
    draft_change_of,
    get,
    of_line,
    of_program,
    version,
)
from ktgs_desktop.services.amendments.naming import name_subjects

__all__ = [
    "DOCUMENT_TYPES",
    "AmendmentDetail",
    "Issue",
    "LineChange",
    "begin",
    "blank",
    "compared",
    "days",
    "default_title",
    "draft_change_of",
    "drop_change",
    "edit",
    "get",
    "issue",
    "name_subjects",
    "of_line",
    "of_program",
    "put_change",
    "tried_issue",
    "version",
    "void",
]
