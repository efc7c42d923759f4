"""What errors about packages between offices say; `messages` shows them."""

from __future__ import annotations

from ktgs_desktop.i18n import Late, late
from ktgs_desktop.i18n import translate as _

_CHANNELS: dict[str, Late] = {
    "up.sum": late("figures"),
    "up.det": late("names of persons"),
    "pub.reg": late("regulations"),
    "int": late("work of this office"),
}
TEXTS: dict[str, Late] = {
    # Units that follow one another
    "receiver_unknown": late(
        "No part of the commune {of} went to {code}. Choose one of the units it went to."
    ),
    "basis_missing": late("The decision is missing. Type its number and date."),
    "transfer_to_itself": late("A unit cannot hand records over to itself. Choose another unit."),
    "transfer_basis_missing": late("The decision is missing. Type its number and date."),
    "transfer_too_many": late(
        "At most {most} records go over at once. Choose fewer, or all of the unit's."
    ),
    "transfer_not_superior": late(
        "Only the superior of both units says whose records go over. Ask that office to do it."
    ),
    "transfer_repeated": late(
        "These records went over already (decision {basis}). Let the unit that received them hand "
        "them on, or void that decision first."
    ),
    "transfer_cycle": late(
        "The records would come back to the unit they are from. Choose another receiver."
    ),
    "transfer_dates": late(
        "Records cannot go on before they came. Check the day against the earlier decision."
    ),
    "transfer_unknown": late(
        "No decision gives the records of {name} to this office. Take in the superior's package "
        "first."
    ),
    # Files of papers
    "attachment_secret": late(
        "The paper is marked secret: its files never go this way. Get them as the rules on state "
        "secrets say."
    ),
    "attachment_not_issued": late(
        "The paper with this file has not been issued. Ask again when its office has issued it."
    ),
    "attachment_not_theirs": late(
        "The paper with this file was not sent to the office that asks. Ask the office that sent "
        "you the paper."
    ),
    "attachment_unknown": late(
        "No paper in that office names this file. Take in its latest package, then ask again."
    ),
    "nothing_to_ask": late(
        "No file is missing that another office could send, or all were asked for already. Choose "
        "the files to ask for them again."
    ),
    "nothing_to_answer": late(
        "No file can be sent now. Ask the offices below for those that are not here yet, or take "
        "in the requests first."
    ),
    # The file on the stick
    "package_foreign": late(
        "This file is no package of this program (.ktgs). Choose the file the other office wrote."
    ),
    "package_damaged": late(
        "The package was damaged on its way. Copy it from the stick again; if it stays so, ask the "
        "sender to write it anew."
    ),
    "package_cut": late(
        "The package is cut short: {bytes} bytes are missing. Copy it from the stick again and "
        "wait until the computer says the stick may be removed."
    ),
    "package_longer": late(
        "Something was added behind the end of the package. Do not use this file; ask the sender "
        "to write it anew."
    ),
    "package_chunk_damaged": late(
        "Part {number} of {count} of the package is damaged, most likely by the stick. Copy the "
        "file again, from another stick if need be."
    ),
    "package_too_large": late(
        "The package is larger than {megabytes} MB, more than this program reads. Ask the sender "
        "to write it in several volumes."
    ),
    "package_too_new": late(
        "A newer version of this program wrote the package. Update this program, then read it "
        "again. The sender's note: {note}"
    ),
    "package_feature_unknown": late(
        "The package needs something this version of the program cannot do yet. Update this "
        "program, then read it again."
    ),
    "package_version_needed": late(
        "A newer version of this program wrote the package (data version {version}). Update this "
        "program, then take the package in again."
    ),
    "bundle_waits": late(
        "Packages of units below within it need a newer version of this program. They are kept and "
        "handed on as they are; after this program is updated, take the package in again."
    ),
    "package_not_written": late(
        "The package could not be written to {path}. Check that the stick is in, not locked "
        "against writing, and has free space; then send again."
    ),
    "package_differs": late(
        "What stands on the stick is not what was written: {path}. The stick is faulty; send again "
        "to another one."
    ),
    "package_too_many_recipients": late(
        "A package can go to {limit} units at most. Send it in several packages."
    ),
    # What stands in it
    "header_malformed": late(
        "The outside of the package is not made as it must be. Do not use this file; ask the "
        "sender to write it anew."
    ),
    "manifest_malformed": late(
        "The list of contents of the package is not made as it must be. Nothing was taken; ask the "
        "sender to update the program and write it anew."
    ),
    "manifest_other": late(
        "Outside and inside of the package do not belong together. Nothing was taken; tell the "
        "sender that somebody may have changed the file, and ask for a new one."
    ),
    "receipt_malformed": late(
        "The receipt in the package is not made as it must be. Nothing was taken; ask the office "
        "that wrote it for a new one."
    ),
    "request_malformed": late(
        "The request in the package is not made as it must be. Nothing was taken; ask the office "
        "that wrote it for a new one."
    ),
    "statements_malformed": late(
        "The keys and lists in the package are not made as they must be. Nothing was taken; ask "
        "the superior to write the package anew."
    ),
    "carrier_other": late(
        "The package was sealed with the key of another unit or computer than it says. Do not use "
        "this file; ask the sender whether they wrote it, and to write it anew."
    ),
    "carrier_signature_wrong": late(
        "The seal of the computer that wrote the package is broken: the file was changed since. "
        "Copy it from the stick again; if it stays so, ask the sender to write it anew."
    ),
    "envelope_malformed": late(
        "The encryption of the package is not made as it must be. Do not use this file; ask the "
        "sender to write it anew."
    ),
    "envelope_damaged": late(
        "The encrypted contents of the package were changed. Nothing was taken; ask the sender to "
        "write it anew."
    ),
    "not_for_us": late(
        "The package is not meant for this office, so it cannot be opened here. Ask the sender to "
        "write one for you."
    ),
    "forwarded": late(
        "{unit} wrote the package for another office, and somebody encrypted it to yours. Nothing "
        "was taken; ask {unit} for a package of your own."
    ),
    "package_classified": late(
        "The package is marked as secret ({mark}). Such papers do not travel in packages; pass "
        "them on as the rules on ciphers demand."
    ),
    "section_malformed": late(
        "The contents of the package are not made as they must be. Nothing was taken; ask the "
        "sender to write it anew."
    ),
    "section_differs": late(
        "The contents of the package differ from what its office signed. Nothing was taken; tell "
        "the sender that somebody may have changed the file, and ask for a new one."
    ),
    "section_too_large": late(
        "A part of the package unpacks to more than its office signed. Nothing was taken; do not "
        "use this file, and ask the sender to write it anew."
    ),
    "changes_other": late(
        "The package carries records that its sender has no right to send. Nothing was taken; tell "
        "the sender and your superior."
    ),
    "changes_miscounted": late(
        "The package carries another number of changes than its office signed. Nothing was taken; "
        "ask the sender to write it anew."
    ),
    "bundle_too_deep": late(
        "The package holds packages within packages, more than {limit} deep. Nothing was taken; "
        "ask the sender to write it anew."
    ),
    "reader_stopped": late(
        "Reading the package took too much memory or time and was stopped. Nothing was taken. Try "
        "once more; if it stays so, do not use this file and tell the sender."
    ),
    # Changes, those of a package and those of the office itself
    "json_not_canonical": late(
        "What stands in the file is not as this program writes it: it was damaged or changed. If "
        "another office sent the file, ask for it anew; if it is this office's own data, go back "
        "to the latest sound copy."
    ),
    "change_malformed": late(
        "A change is not as this program writes it: it was damaged or changed. If another office "
        "sent the file, ask for it anew; if it is this office's own data, go back to the latest "
        "sound copy."
    ),
    "record_malformed": late(
        "A record is not as this program writes it: it was damaged or changed. If another office "
        "sent the file, ask for it anew; if it is this office's own data, go back to the latest "
        "sound copy."
    ),
    "channel_unknown": late(
        "The package carries a kind of data this version of the program does not know. Update this "
        "program, then read it again."
    ),
    "channel_not_for_kind": late(
        "The package carries data that packages of its kind may not carry ({channel}). Nothing was "
        "taken; tell the sender and your superior."
    ),
    "change_of_other_feed": late(
        "Change {number} in the package is not of the office that signed it. Nothing was taken; "
        "tell the sender and your superior."
    ),
    "change_not_owner": late(
        "Change {number} in the package alters a record of another office. Nothing was taken; tell "
        "the sender and your superior."
    ),
    "change_chain_broken": late(
        "Change {number} in the package does not follow from the one before it. Nothing was taken; "
        "ask the sender to check the workspace and to send everything again."
    ),
    "change_lamport_leap": late(
        "The package counts its changes with numbers that cannot be right. Nothing was taken; ask "
        "the sender to check the workspace and to send everything again."
    ),
    "heads_missing": late(
        "The package does not bring all it says it brings ({channel}). Nothing was taken; ask the "
        "sender to write it anew, with everything."
    ),
    "state_differs": late(
        "After taking the package in, this office would see other data than the sender does "
        "({channel}). Nothing was taken; ask the sender to send everything again."
    ),
    "withdrawal_followed": late(
        "This package cannot be undone: later packages build on it. Undo those first."
    ),
    "record_kind_unknown": late(
        "The other computer has a newer version of this program. Update this program here, then "
        "take its work in."
    ),
    "branch_incomplete": late(
        "Work of the other computer before number {first} is missing here. Make a package there "
        "with everything, and take that in."
    ),
    "answer_for_other": late(
        "This receipt is for another office, or not from the one that signed it. It was left as it "
        "is; see that the right file is on the stick."
    ),
    "refusal_unknown": late(
        "It was refused for a reason this version does not know (code {code}). Update this "
        "program, or ask the office that refused it."
    ),
    # What a person does
    "superior_missing": late(
        "This office has no superior to send to. Choose the unit the package is for."
    ),
    "nothing_to_send": late("There is nothing new to send since the last receipt."),
    "exchange_not_set_up": late(
        "This office cannot exchange packages yet: its keys or the root of trust are missing. Set "
        "them up under Settings, Exchange."
    ),
    "root_known": late(
        "This office has a root of trust already. A newer one comes with a trust package from your "
        "superior."
    ),
    "recipient_key_missing": late(
        "The key of {unit} is not known here, so nothing can be encrypted for it. Take in the "
        "trust package that your superior sends."
    ),
    "nothing_lost": late("That office lacks nothing of its own that is here."),
    "job_closed": late("{name} was dealt with before. Take the file in again to look at it anew."),
    "job_not_taken_in": late(
        "{name} was not taken in, so there is nothing to do with it here. Choose a package that "
        "was."
    ),
    "sender_unknown": late(
        "{name} could not be read far enough to know whose it is, so no receipt can be made. Tell "
        "the sender in another way."
    ),
    "remark_empty": late("Write what the remark says."),
    "remark_too_long": late("A remark has at most {most} letters. Say the rest in a second one."),
    "remark_due_early": late("The answer is due before the remark is written. Correct the date."),
    "remark_unit_unknown": late(
        "The remark is for a unit that does not stand below this office. Choose one that does."
    ),
    "remark_record_unknown": late(
        "The record the remark is about did not come from that unit. Choose one that it sent."
    ),
    # Versions side by side, and the office's own computers
    "no_conflict": late("This record has one version only, so there is nothing to choose."),
    "choice_missing": late(
        "Nothing is chosen for the field “{field}”. Choose one of its values; what decides about "
        "people or papers is never chosen by itself."
    ),
    "choice_unknown": late("The field “{field}” has no such value to choose. Look at it anew."),
    "choice_unfit": late(
        "The values chosen do not go together: what is issued needs its number, day and paper from "
        "the same version. Choose these from one side."
    ),
    "conflict_moved_on": late(
        "{what} was changed meanwhile. Look at both versions again, then choose."
    ),
    "number_of_hub": late(
        "This is a copy for another computer; numbers are given by the office's main computer "
        "alone. Have it reserve a number and take its work in, or register the paper there."
    ),
    "hub_sends": late(
        "This is a copy for another computer; the office's main computer alone sends to other "
        "offices. Bring your work to it by stick, and send there."
    ),
    "worked_on_elsewhere": late(
        "This is worked on at the {computer}. What is changed here as well is compared when the "
        "work of both meets."
    ),
    "bundle_missing": late(
        "The package of that unit is no longer in the one that brought it. Ask the unit above it "
        "to send everything again."
    ),
    "second_person_missing": late(
        "A real root of trust is taken by two people of the office. Let a second one type login "
        "and password; enter one more user under Settings, Users, if there is none."
    ),
    "second_person_same": late("Somebody else has to confirm it: another user of this office."),
    "period_unknown": late("There is no period {period}. Choose one of: {periods}."),
    "due_days_bad": late("Type a number of days from 0 to {most}; 0 means that no day is set."),
    "root_threshold": late("So many keys cannot be asked for: there are {keys}, of which {count}."),
    "root_key_wrong": late("The password does not open this key of the root. Type it once more."),
    "root_key_unreadable": late(
        "{name} is no key of a root. Choose the file that was made for it."
    ),
    "root_key_foreign": late(
        "Nothing in this file is for that key to sign. Choose the key of another holder."
    ),
    "root_unsigned": late("{count} signatures are still missing. Let further holders sign first."),
    "root_drafts_missing": late(
        "{name} holds no root that is being made. Choose the file the first holder saved."
    ),
    "unit_not_follower": late(
        "The register does not have that unit as one that follows this office's. Carry the "
        "rearrangement out first, under Organisations."
    ),
    "computer_unknown": late(
        "No copy was made for that computer. Make one under Settings, Copies, and carry it there."
    ),
    "hub_makes_copies": late(
        "Copies for other computers are made on the office's main computer. Make it there."
    ),
    "is_hub": late("This is the office's main computer already."),
    "desk_name_taken": late("There is a computer called {name} already. Give another name."),
    "not_assignable": late(
        "Only programs, their lines and incoming papers are assigned to a computer."
    ),
}


def channel_text(channel: str) -> str:
    """What goes by a channel.

    Args:
        channel: its name.
    """
    return str(_CHANNELS.get(channel, _("directives") if channel.startswith("down") else channel))
