"""What errors about the registers of papers, their numbers, marks and scans say."""

from __future__ import annotations

from ktgs_desktop.i18n import Late, late

TEXTS: dict[str, Late] = {
    # Numbers of outgoing papers
    "reservation_size": late("From 1 to {limit} numbers can be reserved at once. Type fewer."),
    "numbers_taken": late("Given or reserved already: {numbers}. Begin with a later number."),
    "number_elsewhere": late(
        "The numbers of this series are given by {keeper}. Type the number that was given there."
    ),
    "number_not_reserved": late(
        "{symbol} is not merely reserved; its paper can only be cancelled."
    ),
    "document_cancelled": late("The paper {symbol} is cancelled already."),
    "document_bears_number": late(
        "A file kept with {symbol} bears its number. Cancel the paper, or renumber the other one."
    ),
    "marks_printed": late(
        "A file kept with {symbol} shows its marks. Leave them and write what changed into the "
        "note, or cancel the paper and register it anew."
    ),
    "copies_negative": late("The number of copies cannot be below zero. Type 0 or more."),
    "document_of_amendment": late(
        "{symbol} issued an amendment, which is in force. Amend the program again instead."
    ),
    "document_amended": late(
        "The program issued by {symbol} has been amended, so its paper cannot be cancelled. Amend "
        "the program instead."
    ),
    "document_type_unknown": late("“{text}” is no type of paper. Choose one of the list."),
    "abstract_missing": late("The abstract is missing. Type what the paper is about."),
    "book_kind_unknown": late(
        "A book is written as .pdf, .docx or .xlsx, not as {kind}. Change the file's ending."
    ),
    # Copies
    "copy_of_unsigned": late(
        "{symbol} is neither signed digitally nor scanned. Sign it or attach its scan before you "
        "copy it."
    ),
    "copy_extract_missing": late("The text of the extract is missing. Type or paste it."),
    "copy_extract_needless": late("A copy of the whole has no text of its own. Clear the text."),
    "copy_before_original": late(
        "The copy is dated {date}, before the original of {original}. Check the date."
    ),
    # Scans
    "scan_not_issued": late(
        "{symbol} is not issued. Enter number and date first, then attach the scan."
    ),
    "scan_unreadable": late("The file {file} cannot be read. Scan the page again as PDF or JPG."),
    "scan_too_sharp": late(
        "The picture {file} has too many points. Scan the page again with 300 points per inch."
    ),
    "scan_kind_unknown": late("{file} is no scan. Choose PDF, JPG or PNG files."),
    # Marks
    "urgency_unknown": late("“{text}” is no degree of urgency. Choose one of the list."),
    "classification_unknown": late("“{text}” is no degree of secrecy. Choose one of the list."),
    "classification_basis_missing": late(
        "The basis of the secrecy mark is missing. Type the item of the list of state secrets."
    ),
    "classification_decider_missing": late(
        "Who decided on the secrecy mark is missing. Type the name and position."
    ),
    "classification_missing": late(
        "A basis is given, but no degree of secrecy. Choose the degree, or clear the basis."
    ),
    # Incoming papers
    "sender_missing": late("The sender is missing. Type who sent the paper."),
    "incoming_number_taken": late(
        "The book of {year} has an incoming paper {number} already. Take the next number."
    ),
    "received_future": late(
        "The day of receipt {date} lies in the future; today is {today}. Check it."
    ),
    "dated_after_received": late(
        "The paper is dated {date}, after it was received on {received}. Check both days."
    ),
    "due_before_received": late(
        "It is to be dealt with until {date}, before it was received on {received}. Check both "
        "days."
    ),
    "done_before_received": late(
        "It was dealt with on {date}, before it was received on {received}. Check both days."
    ),
    "done_future": late("The day {date} lies in the future. Type the day on which it was done."),
    "reply_unknown": late(
        "No issued paper has the number {symbol}. Type number and symbol as in the register."
    ),
    "reply_several": late(
        "More than one paper has the number {symbol}. Settle that in the register first."
    ),
}
