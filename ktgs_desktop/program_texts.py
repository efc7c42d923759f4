"""What errors about programs and papers say; `messages` shows them."""

from __future__ import annotations

from ktgs_desktop.i18n import Late, late

OPENING = late("before the first heading")
"""What messages call the part of a paper's text that has no heading."""

TEXTS: dict[str, Late] = {
    "program_issued": late(
        "The program {number} is issued and locked. It is changed by an amendment only."
    ),
    "program_not_issued": late("Progress is recorded once the program is issued. Issue it first."),
    "program_empty": late("The program has no line yet. Add one before you issue it."),
    "program_exists": late("This body has such a program already: “{title}”. Open that one."),
    "year_outside_term": late(
        "The year {year} lies outside the term {term}. Type a year of the term."
    ),
    "year_outside_program": late(
        "The year {year} lies outside the program. Type one of its years."
    ),
    "work_other_year": late(
        "“{text}” is of another year than the line, which is of {year}. Check the year."
    ),
    "work_outside_term": late("“{text}” lies outside the term {term}. Check the year of the work."),
    "signer_missing": late("The signer is missing. Choose or type who signs."),
    "number_taken": late("The number {symbol} is given already. Take the next one."),
    "number_bad": late("{number} cannot be a number of a paper. Numbers begin with 1."),
    "issue_date_odd": late(
        "The date {date} does not belong to the program of {years}, which is issued from {first} "
        "to {last}. Check the year."
    ),
    "issue_date_future": late(
        "The date {date} lies in the future; today is {today}. Type the day of the paper, or check "
        "this computer's date."
    ),
    "subject_unknown": late("This subject is no longer in the line. Refresh and try again."),
    "done_date_missing": late("The day of the conclusion is missing. Type it."),
    "done_count_bad": late("At most {limit} subjects can be done here. Type a smaller number."),
    "document_not_issued": late("The paper {symbol} is not issued; only issued papers are signed."),
    "document_signed": late(
        "The paper {symbol} is signed already. Sign it anew with a reason, if it must be."
    ),
    "document_foreign": late(
        "The file of {symbol} was made elsewhere. Sign it there, then attach it again."
    ),
    "signer_other": late(
        "{symbol} names {printed} as its signer, but the certificate is that of {signer} "
        "({organisation}). Choose the right certificate, or confirm that this one is to sign."
    ),
    "signer_organization_other": late(
        "The certificate of {signer} names another organisation than {symbol}: {organisation}. "
        "Choose the right certificate, or confirm that this one is to sign."
    ),
    "paper_without_file": late("The paper {symbol} has no file yet. Attach one."),
    "template_field_unknown": late(
        "The text uses a field “{name}” that does not exist ({section}, line {line}, column "
        "{column}). Correct or remove it, or restore the usual text."
    ),
    "template_syntax": late(
        "The text has a mistake in its fields ({section}, line {line}, column {column}): “{near}”. "
        "Check the braces there, or restore the usual text."
    ),
    "template_not_allowed": late(
        "“{near}” cannot stand in the text of a paper ({section}, line {line}, column {column}). "
        "It may show fields, ask for them and go through lists. Remove it."
    ),
    "template_loop": late(
        "“{near}” may only go through a list of fields, once, not within another "
        "({section}, line {line}, column {column}). Take a list from the fields offered."
    ),
    "template_too_long": late(
        "The text becomes longer than {limit} characters once its fields are filled in. Shorten it."
    ),
    "template_empty": late("The text is empty once its fields are filled in. Type a text."),
    "pdf_unreadable": late("This PDF cannot be read. Open another copy, or make the paper again."),
    "sheet_unreadable": late(
        "{file} is damaged or no table this program reads. Save it again as .xlsx."
    ),
    "sheet_encrypted": late(
        "{file} is protected by a password. Save it without one, then import it."
    ),
    "sheet_too_large": late(
        "{file} is too large: at most {megabytes} MB and {rows} rows can be read. Split it, or "
        "delete stray cells far below or to the right."
    ),
    "program_submitted": late(
        "The program lies before the body and is locked. Take it back to the draft first."
    ),
    "opinions_closed": late(
        "The program {number} is issued; opinions are recorded on a draft. Enter what comes late "
        "as an incoming paper."
    ),
    "program_closed": late("The program {number} is closed. Nothing more is recorded in it."),
    "program_not_amendable": late(
        "Only an issued program is amended. Change the draft itself instead."
    ),
    "program_state_bad": late(
        "This cannot be done while the program is “{state}”. Refresh the page and look again."
    ),
    "amendment_issued": late(
        "The amendment {number} is issued and locked. Begin another one to change the program."
    ),
    "amendment_empty": late("The amendment changes no line yet. Add a change before you issue it."),
    "amendment_open": late(
        "An amendment of this program is being drafted already. Issue or delete that one first."
    ),
    "amendment_drafted": late(
        "The amendment “{title}” is being drafted. Issue it or delete the draft, then close the "
        "program."
    ),
    "amendment_before_another": late(
        "The program was changed on {on} already. Type that day or a later one."
    ),
    "item_not_in_force": late(
        "The line “{name}” is dropped or put off to another year. It cannot be changed any more."
    ),
    "item_in_amendment": late(
        "The line “{name}” stands in the amendment being drafted. Change it there."
    ),
    "change_nothing": late("Nothing is changed in the line “{name}”. Change it or leave it out."),
    "postponed_backwards": late(
        "The line “{name}” is to be put off, but not to a later time. Type a later quarter or day."
    ),
    "postponed_year_bad": late(
        "{year} is not a year after the program's. Type the year the line is put off to."
    ),
    "amendment_none": late(
        "No amendment of this program is being drafted. Begin one, then change its lines."
    ),
    "amendment_unknown": late(
        "This program has no such amendment. List its amendments to see which there are."
    ),
    "amendment_date_odd": late(
        "An amendment of {number} is dated from {first} to {last}; {date} is not. Check the date."
    ),
    "program_not_issued_yet": late(
        "The program is not issued, so it has no earlier version. Print the draft itself instead."
    ),
    "line_in_program": late(
        "The line “{name}” stands in the program already. Change it instead of adding it."
    ),
    "document_type_bad": late(
        "A program is not amended by a paper of the type “{text}”. Choose one of {choices}."
    ),
    "naming_done_unnamed": late(
        "{count} of those to be named are recorded as done. Take that number down in the progress "
        "first, name them, then record each as done."
    ),
    "naming_not_allowed": late(
        "This program does not let subjects be named later. Name them by an amendment."
    ),
    "naming_too_many": late(
        "The line leaves only {limit} subjects to be named. Name at most so many, or amend the "
        "program."
    ),
    "program_unfinished": late(
        "{count} lines are not done yet: {names}. Record them first, or say that the program is "
        "to be closed all the same."
    ),
    "closed_before_issue": late("The program was issued on {date}. Type that day or a later one."),
    "term_program_missing": late(
        "“{name}” is no line of a term program. Choose lines of the program of the term."
    ),
    "year_laid_already": late(
        "The lines chosen stand in the program of {year} already. Choose others, or another year."
    ),
    "answer_missing": late(
        "Write how the opinion of {name} was taken up in part, or why it was not."
    ),
    "subject_missing": late("The line names nobody. Type who is inspected or supervised."),
    "proposal_gone": late(
        "{count} of these are proposed no longer; somebody changed the programs meanwhile. Look at "
        "the proposals again."
    ),
    "outside_actor_bad": late(
        "“{text}” names no kind of body. Write thanh tra, kiểm toán, cấp trên or khác."
    ),
    "task_kind_unknown": late(
        "“{text}” is no kind of work. Write it as in the list of kinds, or KT or GS; or choose "
        "“(not used)” above the column."
    ),
    "phrase_empty": late("The phrase is empty. Type its text."),
    "phrase_exists": late("This phrase is kept already. Use that one, or type another text."),
    "fields_missing": late("Nothing is chosen to be filled down. Tick at least one value."),
    "method_unknown": late("“{text}” is no method. Write trực tiếp or gián tiếp."),
    "year_bad": late("{year} is not a year. Type four digits, e.g. 2021."),
}

STATES: dict[str, Late] = {
    "DRAFT": late("Draft"),
    "CONSULTING": late("Asked for opinions"),
    "SUBMITTED": late("Submitted"),
    "ISSUED": late("Issued"),
    "CLOSED": late("Closed"),
}
"""What the states of a program are called."""
