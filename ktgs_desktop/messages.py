"""What each error says: what happened and what to do, in the user's language.

The core raises codes; window and command line look the sentence up here. A test demands that every
code raised in the program has its sentence, and that its fields are the error's parameters.
"""

from __future__ import annotations

import contextlib
from datetime import date
from typing import TYPE_CHECKING

from ktgs_desktop import (
    exchange_texts,
    i18n,
    program_texts,
    register_texts,
    regulation_texts,
    signing_texts,
    trust_texts,
    verdict_texts,
    word_texts,
)
from ktgs_desktop.i18n import Late, late

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ktgs_desktop.errors import KtgsError

TEXTS: dict[str, Late] = {
    # Log-in and keys
    "password_wrong": late(
        "The login name or the password is wrong. Check Caps Lock and the Vietnamese keyboard, "
        "then try again."
    ),
    "password_wait": late("Too many wrong passwords. Wait {seconds} seconds, then try again."),
    "password_too_short": late("The password is too short. Use at least {minimum} characters."),
    "recovery_code_mistyped": late(
        "The recovery code was mistyped. Compare it with the printed sheet, group by group."
    ),
    "recovery_code_wrong": late(
        "This recovery code does not open this workspace. Use the latest sheet printed for it."
    ),
    "login_unknown": late("There is no user “{login}” in this workspace. Check the login name."),
    "login_bad": late(
        "“{login}” cannot be a login name. Use letters without accents, digits and “_”, beginning "
        "with a letter."
    ),
    "login_empty": late("The login name is missing. Type it."),
    "login_taken": late("The login name “{login}” is taken. Choose another one."),
    "last_login": late("This is the last user who can log in. Add another user first."),
    "own_account": late("You cannot lock yourself out. Ask another user of the office to do it."),
    "user_inactive": late("{name} may no longer work in this workspace. Ask the office's lead."),
    "keys_missing": late(
        "The file with the keys is missing: {path}. It belongs beside the workspace; copy it back "
        "from a copy of the workspace."
    ),
    "keys_damaged": late(
        "The file with the keys is damaged: {path}. Copy it back from a copy of the workspace."
    ),
    "keys_exist": late("There is already a file with keys: {path}. Choose another name."),
    "keys_too_new": late(
        "A newer version of this program wrote {path}. Install that version on this computer."
    ),
    "keys_not_written": late("{path} could not be written. Check the disk and try again."),
    "keys_unreadable": late("{path} could not be read. Check the disk and your rights."),
    # The workspace file
    "file_exists": late("{path} exists already. Choose another name."),
    "file_missing": late("There is no file at {path}. Check where it lies."),
    "file_unreadable": late(
        "{path} cannot be opened with these keys. Either the file or its .keys file belongs to "
        "another workspace."
    ),
    "file_too_large": late(
        "{path} is too large: at most {megabytes} MB can be read. Make it smaller, or check "
        "whether it is the right file."
    ),
    "file_not_opened": late("{path} cannot be opened. Check the folder and your rights."),
    "file_damaged": late(
        "The workspace {path} is damaged. In the log-in window choose “Go back to a copy…” and "
        "take the latest sound one."
    ),
    "copy_unsound": late("The copy {path} is damaged and was not used. Take another copy."),
    "file_too_new": late(
        "A newer version of this program wrote {path}. Nothing was changed. Install that version "
        "on this computer."
    ),
    "file_too_old": late(
        "{path} must first be moved to the new format. Close it on the other computer and open it "
        "here again."
    ),
    "workspace_held": late(
        "The workspace is open on the computer “{computer}” (process {process}, account "
        "{account}). You can read here; to write, close it there first."
    ),
    "workspace_held_here": late(
        "The workspace is open in another window or program on this computer (process {process}, "
        "account {account}). You can read here; to write, close that one first."
    ),
    "log_not_played": late(
        "{path} lies where nothing can be written, and its latest entries are still in the file "
        "“-wal” beside it. Copy all its files into a folder in which you may write, and open it "
        "there."
    ),
    "workspace_open": late(
        "The workspace {path} is open. Close it on every computer, then try again."
    ),
    "workspace_busy": late("Something else is writing just now. Try again in a moment."),
    "workspace_read_only": late(
        "The workspace {path} lies in a folder that can only be read. You can look at everything; "
        "to write, move it into a folder in which you may write, or ask for the right to."
    ),
    "disk_full": late("The disk of {path} is full. Nothing was changed. Make room and try again."),
    "disk_error": late("The disk could not be read or written: {path}. Check it, then try again."),
    "folder_missing": late(
        "The folder of {path} does not exist. Choose another one, or make it first."
    ),
    "place_not_writable": late(
        "{path} cannot be written. Choose a folder in which you may write, or ask for the right to."
    ),
    "disk_not_suitable": late(
        "{path} lies on a network or removable disk, where data can be lost. Choose a folder on "
        "this computer's own disk."
    ),
    "engine_too_old": late(
        "The database engine {version} has a known fault. Set the program up again."
    ),
    "copy_damaged": late("The copy {path} is not sound and was not kept in use. Try another disk."),
    "copy_is_workspace": late("The copy and the workspace are the same file. Choose another copy."),
    "attachment_missing": late("A file of a paper is missing ({digest}). Restore it from a copy."),
    "attachment_damaged": late("A file of a paper is damaged ({digest}). Restore it from a copy."),
    "attachment_too_large": late(
        "The file has {size} bytes; up to {limit} are kept. Make it smaller, for example by "
        "scanning in grey."
    ),
    # The journal
    "record_gone": late("This record is no longer there. Refresh the list."),
    "record_in_use": late(
        "“{name}” cannot be taken out: {count} other records name it. Change or void those first."
    ),
    "record_moved_on": late(
        "“{what}” cannot be undone: somebody has changed it since. See its history."
    ),
    "not_undoable": late("“{what}” cannot be undone. Enter a correction instead."),
    "not_your_operation": late("“{what}” was done by another user. Ask them to undo it."),
    "screens_failed": late("The pictures of the pages could not be made in {folder}. See the log."),
    "operation_unknown": late(
        "The history has no operation with the id {id}. The command “ktgs history” lists them."
    ),
    "nothing_to_undo": late("There is nothing to undo since you logged in."),
    "nothing_to_redo": late("There is nothing to do again."),
    "reason_missing": late("Give a reason; the history keeps it."),
    # Texts, dates and numbers
    "too_long": late(
        "The value for “{field}” is too long: at most {limit} characters. Shorten it."
    ),
    "name_missing": late("The name is missing. Type it."),
    "title_missing": late("The title is missing. Type it."),
    "content_missing": late("The content is missing. Say what is inspected or supervised."),
    "task_kind_missing": late("The kind of work is missing. Choose it."),
    "date_not_understood": late("“{text}” is no date. Type for example 30/6/2021, 3006 or 6/2021."),
    "work_not_understood": late(
        "“{text}” is no time of work. Type a quarter (q1 to q4) or days, for example 15/5 - 30/6."
    ),
    "day_not_whole": late(
        "“{text}” is no single day. Type for example 30/6/2021, 30/6 or 2021-06-30."
    ),
    "date_impossible": late("There is no such day: “{text}”. Check day and month."),
    "date_future": late("The date lies in the future. Progress is recorded for what has happened."),
    "birth_date_future": late("{name}'s birth date lies in the future. Check it."),
    "dates_reversed": late("“{name}”: the end lies before the beginning. Check both dates."),
    "quarter_bad": late("There is no quarter {quarter}. Type 1 to 4."),
    "count_negative": late("A number of subjects cannot be below zero. Type 0 or more."),
    "setting_invalid": late("The setting “{field}” cannot have this value. Choose another one."),
    # Organisations
    "own_parent": late("“{name}” cannot stand below itself. Choose another superior."),
    "parent_below": late("The superior stands below the organisation itself. Choose another one."),
    "already_ended": late("“{name}” has ended already. Choose one that still exists."),
    "district_level_ended": late(
        "“{name}”: since 01/7/2025 no district is founded. Choose another level or an earlier date."
    ),
    "merge_needs_two": late("A merger needs at least two organisations. Choose another one."),
    "split_needs_two": late("A split needs at least two new organisations. Add another one."),
    "unit_unknown": late("No administrative unit has the code {code}. Look it up by its name."),
    "units_columns_missing": late("{file} lacks the columns {columns}. Add them and try again."),
    "units_row_bad": late("{file}, row {row}: the province is missing. Fill it in and try again."),
    "file_unreadable_text": late("{file} cannot be read as UTF-8 text. Save it so and try again."),
    # The table importer
    "value_missing": late("The value for “{field}” is missing. Fill it in."),
    "row_twice": late("“{name}” stands in the table twice. Take one of the rows out."),
    "column_missing": late(
        "No column is chosen for “{field}”. Choose it above the column that holds it."
    ),
    "organization_unknown": late(
        "No organisation is called “{name}”. Write the name as in the register, or add it first."
    ),
    "organization_misnamed": late(
        "No organisation is called “{name}”. Perhaps {similar}? Write the name as in the register."
    ),
    "organization_ambiguous": late(
        "{count} organisations are called “{name}”, below {superiors}. Write the superior behind "
        "the name, after a comma."
    ),
    "parent_row_twice": late(
        "“{name}” stands in the table more than once. Import the superiors first, then write the "
        "superior's own superior behind its name, after a comma."
    ),
    "parent_refused": late(
        "The row of the superior “{name}” is refused or stands below this one. Mend that row first."
    ),
    "type_unknown": late(
        "The type of organisation “{text}” is not known. Write it as in the register."
    ),
    "rows_refused": late("{count} rows have faults. Correct or leave them out, then try again."),
    # The office
    "body_field_missing": late("The issuing body lacks “{field}”. Fill it in."),
    "series_start_bad": late("Numbers of {type} cannot begin with {start}. Begin with 1 or more."),
    "symbol_taken": late("The symbol {symbol} is that of {name}. Choose another one."),
    # Certificates
    "pin_wrong": late("The PIN of the certificate file is wrong. Check Caps Lock and try again."),
    "certificate_file_unreadable": late(
        "This is no certificate file this program reads (.p12, .pfx). Choose another file."
    ),
    "certificate_without_key": late(
        "The file holds no key, so nothing can be signed with it. Ask for the file with the key."
    ),
    "certificate_unreadable": late("The certificate is damaged. Ask for it again."),
    "certificate_unsuitable": late(
        "The certificate of {subject} is not made for signing papers, or its key is too weak. "
        "Choose another one."
    ),
    "certificate_not_authority": late(
        "The certificate of {subject} is not that of an authority. Import the authority's own."
    ),
    "certificate_expired": late(
        "The certificate of {subject} expired on {date}. Sign with a valid one."
    ),
    "certificate_not_yet_valid": late(
        "The certificate of {subject} is valid from {date} only. Check this computer's date."
    ),
    "anchors_unreadable": late(
        "The file holds no certificate or revocation list (PEM or DER). Choose another file."
    ),
    "revocations_undated": late(
        "The revocation list of {subject} does not say until when it holds. Ask for another one."
    ),
    "pdf_locked": late(
        "An earlier signature forbids further ones in this file. Make the paper anew and sign that."
    ),
    "signature_page_missing": late(
        "The signature was to stand on page {page}, but the file has {pages} pages. Choose another "
        "page."
    ),
    "signature_field_taken": late(
        "The place of the signature “{field}” is signed already. Make the paper anew to sign again."
    ),
    **program_texts.TEXTS,
    **word_texts.TEXTS,
    **register_texts.TEXTS,
    **regulation_texts.TEXTS,
    **signing_texts.TEXTS,
    **exchange_texts.TEXTS,
    **trust_texts.TEXTS,
    # Signatures: what is found about them stands in `verdict_texts`
    **verdict_texts.TEXTS,
    "revocations_older": late(
        "The revocation list of {subject} is older than the stored one. Ask for the latest."
    ),
    "progress_state_bad": late("“{state}” is no state of progress. Choose one of the list."),
}
FIELD_NAMES: dict[str, Late] = {
    "name": late("name"),
    "type": late("type"),
    "parent": late("superior"),
    "code": late("code"),
    "note": late("note"),
    "content": late("content"),
    "abstract": late("abstract"),
    "archived_by": late("archive copy"),
    "sender": late("sender"),
    "instruction": late("instruction"),
    "assignee": late("assignee"),
    "subject": late("subject"),
    "subjects": late("subjects"),
    "number": late("running number"),
    "phrase": late("phrase"),
    "task_kind": late("kind of work"),
    "period": late("time examined"),
    "work": late("time of the work"),
    "year": late("year"),
    "method": late("method"),
    "lead": late("body in the lead"),
    "support": late("bodies taking part"),
    "directing_member": late("directing member"),
    "team_leader": late("team leader"),
    **regulation_texts.FIELD_NAMES,
    "subject_note": late("description of those to be named later"),
    "position": late("position"),
    "basis": late("basis"),
    "header_own": late("second header line"),
    "symbol": late("symbol"),
    "place": late("place name"),
    "language": late("language"),
    "theme": late("theme"),
    "font_size": late("font size"),
    "row_height": late("row height"),
    "answer": late("answer"),
    "remark": late("remark"),
    "text": late("text"),
    "lock_after_minutes": late("minutes until the window locks"),
}


def text_of(code: str, params: dict[str, object]) -> str:
    """The sentence of a code with its values, in the language in force.

    Args:
        code: name of the message.
        params: values for its fields.
    """
    known = TEXTS.get(code)
    if known is None:
        return code
    shown = {name: _shown(name, value) for name, value in params.items()}
    return _with_details(code, str(known).format(**shown), params)


_NOT_TOLD = " (…)"


class _Told(dict[str, object]):
    """Values of which some were never told."""

    def __missing__(self, name: str) -> str:
        return "…"


def text_told(code: str, params: Mapping[str, object]) -> str:
    """The sentence of a code that books or another office gave, perhaps without all its values.

    Args:
        code: the code; one this version does not know is said to be so.
        params: values for the message's fields, as far as they are known.
    """
    known = TEXTS.get(code)
    if known is None:
        return text_of("refusal_unknown", {"code": code})
    shown = _Told((name, _shown(name, one)) for name, one in params.items())
    return _with_details(code, str(known).format_map(shown).replace(_NOT_TOLD, ""), params)


def _with_details(code: str, said: str, params: Mapping[str, object]) -> str:
    """The sentence, and after it what only those understand who look after the program."""
    told = [str(params[name]) for name in _DETAILS if params.get(name)]
    if code not in _DETAILED or not told:
        return said
    return f"{said} {str(_FOR_SUPPORT).format(detail=', '.join(told))}"


_DETAILS = ("reason", "place", "problem", "feature", "entity", "type", "kind", "fingerprint")
_DETAILED = frozenset((*exchange_texts.TEXTS, *trust_texts.TEXTS))
_FOR_SUPPORT = late("For whoever looks after the program: {detail}.")
_QUOTED: dict[str, Callable[[str], str]] = {
    "channel": exchange_texts.channel_text,
    "digest": lambda value: value[:12],
    "section": lambda value: f"“{value}”" if value else str(program_texts.OPENING),
}


def _shown(name: str, value: object) -> object:
    if name == "field" and isinstance(value, str):
        return str(FIELD_NAMES.get(value, value))
    if name == "state" and isinstance(value, str):
        return str(program_texts.STATES.get(value, value))
    if name in _QUOTED and isinstance(value, str):
        return _QUOTED[name](value)
    if isinstance(value, date):
        return i18n.day(value)
    if isinstance(value, str) and name not in ("text", "near", "name"):  # those are quotations
        with contextlib.suppress(ValueError):
            return i18n.day(date.fromisoformat(value))
    return value


def sentence(error: KtgsError) -> str:
    """What an error says, in the language in force.

    Args:
        error: an error raised on purpose.
    """
    return text_of(error.code, error.params)
