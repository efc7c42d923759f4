"""What is said of Word files that are read back; `messages` shows them."""

from __future__ import annotations

from ktgs_desktop.i18n import Late, late

TEXTS: dict[str, Late] = {
    # The file as a whole
    "word_unreadable": late(
        "{file} is damaged or no Word file. Save it again in Word as .docx, then read it."
    ),
    "word_old": late(
        "{file} is an old Word file (.doc) or protected by a password. Save it as .docx without a "
        "password, then read it."
    ),
    "word_too_large": late(
        "{file} is too large: at most {megabytes} MB can be read. Take the pictures out of it."
    ),
    "word_foreign": late(
        "{file} does not say which program it is of. Choose the program, or hand the draft out "
        "again and change that file."
    ),
    "word_other_program": late(
        "The file is of another program: “{title}”. Open that program and read the file there."
    ),
    "word_nothing": late("Nothing was changed that could be taken."),
    "word_changed_meanwhile": late(
        "The program was changed while you looked at the difference. Read the file again."
    ),
    "pdf_signed_elsewhere": late(
        "{file} carries a signature already. Attach it as the signed one (ktgs papers attach "
        "--role SIGNED_PDF), or save it from Word again without."
    ),
    "word_copy_open": late(
        "The copy {path} could not be wiped: it is still open in Word. Close it there, then try "
        "again."
    ),
    "word_copy_left": late(
        "The copy still lies readable at {path}: another program holds it. Close it there and "
        "delete the file; otherwise it is wiped when you quit this program or start it next."
    ),
    "word_copy_missing": late(
        "The copy {path} is no longer there. Hand the draft out again and save in the file that "
        "opens."
    ),
    # What is not taken, or taken otherwise
    "word_draft_unknown": late(
        "The file does not say as which draft it was handed out; it is compared with the program "
        "as it is now, so changes made there meanwhile look like changes in Word."
    ),
    "word_tracked": late(
        "There are tracked changes; they are read as if accepted. Reject in Word what is not to "
        "be taken."
    ),
    "word_text_box": late(
        "A text box is not taken: “{text}”. Move its words into a paragraph of the text."
    ),
    "word_picture": late("A picture or drawing is not taken. Attach it to the paper as a file."),
    "word_comment": late(
        "A comment is not taken: “{text}”. Record it with the opinions, or work it into the text."
    ),
    "word_footnote": late(
        "A footnote is not taken: “{text}”. Put its words into the text, in brackets."
    ),
    "word_formula": late("A formula is not taken. Write it as text."),
    "word_symbol": late(
        "A character of a symbol font is not taken. Type it with the Vietnamese keyboard."
    ),
    "word_hidden": late("Hidden text is not taken: “{text}”. Show it in Word, or delete it."),
    "word_embedded": late("An embedded document is not taken. Copy its text into this one."),
    "word_emphasis": late(
        "Bold, italic or underlined words are taken as plain ones; the layout decides how they "
        "look."
    ),
    "word_style_unknown": late(
        "The style “{style}” is none of the paper's; the text is taken as a plain paragraph. Give "
        "it a style that begins with KTGS, if it is a heading or an entry of a list."
    ),
    "word_numbering": late(
        "Word numbered this paragraph by itself; the number is not taken. Type it as text."
    ),
    "word_text_outside": late(
        "This text stands outside the letter and is not taken. Move it between the abstract and "
        "the signature."
    ),
    "word_table": late(
        "A table within the letter is not taken. Write it as text, or as rows of the annex."
    ),
    "word_table_in_cell": late(
        "A table within a cell is not taken. Write its texts on lines of their own."
    ),
    "word_cells_merged": late(
        "Cells of this row are merged or split, so it is not taken. Give it one cell a column."
    ),
    "word_column_unknown": late(
        "This column is none of the annex and is not taken. Use the columns there are, e.g. the "
        "one for notes."
    ),
    "word_column_missing": late(
        "This column is gone or its heading was changed; its values stay as they are. Restore the "
        "heading."
    ),
    "word_annex_missing": late(
        "The table of the annex is gone; all lines stay as they are. Delete rows one by one, if "
        "they are to go."
    ),
    "word_title_missing": late("The abstract is gone; it stays as it is. Type it again."),
    "word_text_missing": late("The text of the letter is gone; it stays as it is. Type it again."),
    "word_frame": late(
        "This is set elsewhere in the program and is not taken: “{text}”. Change header, "
        "recipients and signer in the settings; number and date when the program is issued."
    ),
    # What both sides changed
    "word_title_both": late(
        "The abstract was changed in the program too: “{text}”. Taking the file replaces that."
    ),
    "word_text_both": late(
        "This paragraph was changed in the program too. Taking the file replaces it."
    ),
    "word_cell_both": late(
        "This cell was changed in the program too: “{text}”. Taking the file replaces that."
    ),
    "word_row_both": late(
        "This row was deleted in Word, but changed in the program meanwhile: “{text}”. Taking the "
        "file deletes it."
    ),
    "word_row_gone": late(
        "This row was deleted in the program meanwhile; what was changed in it is not taken. Add "
        "it as a new row, if it is to stay."
    ),
    # Rows
    "word_part_by_kind": late(
        "The row was moved to the part “{part}”, but its kind of work belongs to another; it stays "
        "there. Change its kind of work."
    ),
    "word_kind_of_part": late(
        "The new row names no kind of work; by its part it is “{kind}”. Type another one, if it is."
    ),
}
