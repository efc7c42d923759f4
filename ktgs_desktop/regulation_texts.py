"""What the program says when a person deals with regulations and their lists."""

from __future__ import annotations

from ktgs_desktop.i18n import Late, late

TEXTS: dict[str, Late] = {
    # The file of a list
    "regulations_file_foreign": late(
        "This file is no list of regulations. Choose the file the issuing office saved (.ktgsdm)."
    ),
    "regulations_file_packed": late(
        "This file is packed (zip, gzip, …), and lists are never packed. Do not unpack what you do "
        "not know; ask for the list itself (.ktgsdm)."
    ),
    "regulations_file_damaged": late(
        "The file of the list was damaged or altered ({reason}). Copy it from the stick again; if "
        "it stays so, ask for it anew."
    ),
    "regulations_file_too_large": late(
        "The list is larger than {megabytes} MB, more than this program reads. Nothing was taken; "
        "ask the issuing office for a list in its proper form."
    ),
    "regulations_file_other": late(
        "The file holds something else than a list of regulations ({type}). Choose another file; "
        "roots and trust lists are taken in under Settings, Exchange."
    ),
    "regulations_newer_format": late(
        "The list is written in a newer form ({format}) than this version reads. Update this "
        "program, then take the list in."
    ),
    "regulations_other_product": late(
        "The list is made for another program ({product}), not for this one. Ask for the list made "
        "for this program."
    ),
    "regulations_malformed": late(
        "The list is signed, but not made as it must be ({reason}). Nothing was taken; tell the "
        "issuing office."
    ),
    # Who signed
    "regulations_unsigned": late(
        "Nobody has signed the list yet; it takes {needed} signatures. Have it signed first."
    ),
    "regulations_signatures_few": late(
        "The list bears {found} of the {needed} signatures it needs. Nothing was taken; ask the "
        "issuing office for the list with all its signatures."
    ),
    "regulations_signer_unknown": late(
        "The list was signed with a key that the root of trust does not name, or no longer names, "
        "for regulations ({fingerprint}). Take in the latest trust package; if the key stays "
        "unknown, do not use the list and tell your superior."
    ),
    "regulations_signer_revoked": late(
        "The key of {holder}, which signed the list, was revoked on {date}. Nothing was taken; ask "
        "the issuing office for the list signed anew."
    ),
    "regulations_signature_wrong": late(
        "The signature of {holder} is not for this list: the list was altered after signing. "
        "Nothing was taken; tell the issuing office."
    ),
    # Dissemination
    "dissemination_title_missing": late("The plan has no title. Type what is disseminated."),
    "dissemination_regulation_missing": late(
        "The plan names no regulation. Choose at least one of the list."
    ),
    "dissemination_unit_missing": late(
        "The plan names no unit. Choose the units that are to be briefed."
    ),
    "dissemination_name_unknown": late("“{name}” is not in the list. Choose it from the list."),
    "dissemination_named_twice": late("“{name}” stands there twice. Take one of the two away."),
    "dissemination_days_reversed": late(
        "The plan would end on {end}, before it begins on {start}. Check both days."
    ),
    "dissemination_way_unknown": late(
        "“{text}” is no way of disseminating. Choose one of the list."
    ),
    "dissemination_regulation_used": late(
        "A session of this plan dealt with “{name}”. Correct the session first, then take the "
        "regulation out of the plan."
    ),
    "dissemination_body_missing": late(
        "The office has no issuing body that could report. Enter one under Settings first."
    ),
    "dissemination_held": late(
        "Sessions of this plan are recorded ({count}). Void them first, then the plan."
    ),
    "session_meeting_unknown": late("“{text}” is no form of a session. Choose one of the list."),
    "session_future": late(
        "The session is on {date}, after today ({today}), yet people came to it. Check the day, or "
        "leave the numbers empty until it was held."
    ),
    "session_regulation_unknown": late(
        "The session deals with a regulation that is not in its plan. Add it to the plan first."
    ),
    "session_sites_missing": late(
        "A session by video has sites. Add at least one, or choose “in person”."
    ),
    "session_sites_needless": late(
        "A session in person has no further sites. Take them away, or choose “by video”."
    ),
    "session_site_unreadable": late(
        "“{text}” is no site. Write its name, its place and the number of people with “;” between."
    ),
    "session_regulation_missing": late(
        "The session deals with no regulation. Tick at least one of the plan."
    ),
    "session_site_unnamed": late("A site has no name. Type what it is called."),
    "session_number_unreadable": late("“{text}” is no number. Type how many, e.g. 12."),
    "session_negative": late("A number of “{name}” is below zero. Type 0 or more."),
    "session_attended_exceeds": late(
        "Of “{name}” {number} came, but only {limit} were invited. Check both numbers."
    ),
    "session_members_exceed": late(
        "“{name}” has {number} Party members among {limit} who came. Check both numbers."
    ),
    "session_committee_exceeds": late(
        "“{name}” has {number} committee members among {limit}. Check both numbers."
    ),
    # What a version says
    "regulations_item_too_large": late(
        "The text {number} in the list is longer than {kilobytes} KB. Nothing was taken; ask the "
        "issuing office to leave its words out and to send them as a file."
    ),
    "regulations_key_twice": late(
        "The text {number} stands in the list twice. Nothing was taken; tell the issuing office."
    ),
    "regulations_target_missing": late(
        "{number} in the list refers to {target}, which is not in the list. Nothing was taken; "
        "tell the issuing office."
    ),
    "regulations_circle": late(
        "Texts in the list replace one another in a circle ({numbers}). Nothing was taken; tell "
        "the issuing office."
    ),
    "regulations_item_missing": late(
        "{number} is in the list installed here and missing from this one; texts never leave a "
        "list, they end. Nothing was taken; tell the issuing office."
    ),
    # Versions
    "regulations_rollback": late(
        "This is version {version} of the list; version {known} is installed, which is newer. "
        "Nothing was taken; ask for the latest list."
    ),
    "regulations_equivocation": late(
        "Two different lists bear the number {version}. Nothing was taken; tell the issuing office "
        "and your superior at once, somebody may be deceiving you."
    ),
    "regulations_version_jump": late(
        "The list leaps from version {known} to {version}. Nothing was taken; ask the issuing "
        "office whether this list is theirs."
    ),
    "regulations_delta_order": late(
        "This file holds the changes from version {base} to {version}, and version {known} is "
        "installed. Take in the versions in their order, or ask for the whole list."
    ),
    "regulations_library_differs": late(
        "The texts installed here are not those of version {version} as it was signed, so changes "
        "cannot be laid on them. Ask for the whole list."
    ),
    "regulations_list_gone": late(
        "Version {version} of the list is not here. Take in the package with it again."
    ),
    "regulations_list_expired": late(
        "The list is out of date since {date}: a newer one should have come. It can be used; ask "
        "your superior for the latest list."
    ),
    "regulations_list_overdue": late(
        "The list is out of date since {date}, longer than the root of trust bears. Before you "
        "decide anything by it, ask your superior for the latest list."
    ),
    "regulations_list_unsigned": late(
        "The list came with the program, and nobody signed it. Install the list your superior "
        "sends."
    ),
    # Making, signing, checking
    "regulations_list_missing": late(
        "No list of regulations is installed here, so there is none to go on from."
    ),
    "regulations_expires_early": late(
        "The list would be out of date on the day it is made. Choose a later last day."
    ),
    "regulations_signed_already": late(
        "This key has signed the list already; one key counts once. Sign with another one."
    ),
    "key_file_unreadable": late(
        "This is no key file this program reads (PKCS#8 with an Ed25519 key). Choose another file."
    ),
    "key_file_password_missing": late("The key file has a password. Type it."),
    "key_file_password_wrong": late(
        "The password of the key file is wrong. Check Caps Lock and try again."
    ),
    "regulations_root_not_compared": late(
        "Not checked: whether this is the right root of trust. Compare its fingerprint with the "
        "printed decision."
    ),
    "regulations_revocations_unknown": late(
        "Not checked: whether a key was revoked, as no trust list was given."
    ),
    "regulations_order_not_checked": late(
        "Not checked: whether the list may follow the one that is installed somewhere."
    ),
    "regulations_clock_not_guarded": late(
        "Not checked: whether the date of this computer is right."
    ),
    "regulations_delta_other": late(
        "This file holds changes to another list than version {version} installed here. Nothing "
        "was taken; ask for the whole list."
    ),
    # Tables of regulations
    "written_date_bad": late(
        "“{text}” is no date. Write it as 26/7/2026, 7/2026 or 2026, or leave it empty if it is "
        "not known."
    ),
    "regulation_ends_differ": late(
        "The row gives two last days in force, {first} and {second}. Correct one of the two "
        "columns, or leave one empty."
    ),
    "relation_not_understood": late(
        "“{text}” names no text. Write number and symbol, for example 22-QĐ/TW ngày 28/7/2021."
    ),
    "regulation_ambiguous": late(
        "{number} may be several texts of the library ({dates}). Write the day of issue."
    ),
    "regulation_circle": late(
        "Texts would replace one another in a circle ({numbers}). Correct what they replace."
    ),
    # The library
    "shipped_list_damaged": late(
        "The list of regulations that belongs to this program is not the one it was made with "
        "({path}). Install the program again."
    ),
    "regulation_number_missing": late(
        "Number and symbol are missing. Type them, for example 22-QĐ/TW; of a text without a "
        "number type what it is called."
    ),
    "regulation_title_missing": late("The abstract is missing. Type what the text is about."),
    "regulation_kind_unknown": late("“{text}” is no kind of text. Choose one of the list."),
    "regulation_dates_reversed": late(
        "The text would end on {end}, before it takes effect on {start}. Check both days."
    ),
    "relation_kind_unknown": late("“{text}” is no relation of texts. Choose one of the list."),
    "relation_number_missing": late(
        "A relation names no text. Type number and symbol of the earlier text, or take the row "
        "away."
    ),
    "relation_to_itself": late("{number} cannot replace or amend itself. Choose the earlier text."),
    "relations_too_many": late("A text has at most {limit} relations. Take some away."),
    "partners_too_many": late("A regulation has at most {limit} partner bodies. Take some away."),
    "regulation_exists": late(
        "{number} of this issuer and day is in the library already. Open it there."
    ),
    "regulation_of_list": late(
        "{number} is of the list from above, which the issuing office alone changes. Write a note "
        "on it instead."
    ),
    "regulation_cited": late(
        "{number} is cited {count} times. Take the citations away first, then void it."
    ),
    "articles_too_many": late("A text has at most {limit} parts. Attach the rest as a file."),
    "articles_too_long": late(
        "A text has at most {limit} KB. Leave annexes out and attach the text as a file."
    ),
    "article_path_bad": late("“{label}” is no place of a part. Write it as 5, 5.2 or 5.2.a."),
    "article_twice": late("“{label}” stands there twice. Take one of the two away."),
    "articles_missing": late("There are no words. Type or paste the text."),
    "regulation_file_kind": late("{file} is no PDF. Choose PDF files."),
    "regulation_file_known": late("{file} is attached already."),
}

FIELD_NAMES: dict[str, Late] = {
    "regulation_number": late("number and symbol"),
    "issuer": late("issued by"),
    "title": late("title"),
    "regulation_kind": late("kind of text"),
    "issued": late("day of issue"),
    "effective_from": late("in force from"),
    "effective_to": late("last day in force"),
    "ended": late("no longer in force from"),
    "replaces": late("replaces"),
    "amends": late("amends"),
    "implements": late("implements"),
    "classification": late("degree of secrecy"),
}
"""What the fields of a regulation are called."""
