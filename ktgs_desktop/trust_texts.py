"""What the program says when a person deals with keys and trust: what happened, what to do."""

from __future__ import annotations

from ktgs_desktop.i18n import Late, late

TEXTS: dict[str, Late] = {
    # Keys and signatures
    "key_unknown": late(
        "The signature was made with a key nobody has vouched for. Take in the superior's latest "
        "trust package; if the key stays unknown, ask the sender whether they signed it."
    ),
    "key_unbound": late(
        "The key is known, but not as one with which {unit} may sign or seal this. Do not use the "
        "file; ask the sender to have the key certified, or to sign with the right one."
    ),
    "key_expired": late(
        "The key “{holder}” was valid until {date} only. Ask the unit to have its new key "
        "certified and to send again; check this computer's date, too."
    ),
    "key_not_yet_valid": late(
        "The key “{holder}” is valid from {date} only. Check this computer's date, or read the "
        "file again from that day."
    ),
    "key_revoked": late(
        "The superior revoked this key of {unit} on {date}. Nothing was taken; ask the unit to "
        "sign with its new key and send again."
    ),
    "key_weak": late(
        "The key is too weak, or not spelled in its one way, and is not accepted. Ask the unit for "
        "a key made by this program or for a certificate of the authority."
    ),
    "binding_malformed": late(
        "The certification of a key is not made as it must be. Nothing was taken; ask the superior "
        "who issued it to make it anew."
    ),
    "binding_issuer_wrong": late(
        "The key “{holder}” was certified by a unit that is not its superior. Nothing was taken; "
        "tell your superior."
    ),
    "signature_malformed": late(
        "The signature is not made as it must be. Nothing was taken; ask the sender to sign again "
        "with this program."
    ),
    "signature_wrong": late(
        "The signature does not fit what it stands under: one of them was changed. Copy the file "
        "again; if it stays so, ask the sender to sign anew."
    ),
    "statement_type_wrong": late(
        "A unit's signing key was used for something it may not sign. Do not use the file; tell "
        "the sender and your superior."
    ),
    "suite_not_accepted": late(
        "This kind of signature is not accepted from {unit}: its superiors ask for another. Ask "
        "the unit to sign with its certificate or as its superior says."
    ),
    "channel_not_allowed": late(
        "The sender has no right to send this kind of data ({channel}). Nothing was taken; tell "
        "the sender and your superior."
    ),
    "certificate_untrusted": late(
        "The certificate of {subject} comes from no authority this office trusts. Import the "
        "superior's latest trust package, or ask which authority issued it."
    ),
    "certificate_revoked": late(
        "The certificate of {subject}, or one above it, was revoked on {date}. Nothing was taken; "
        "ask the unit to sign with a valid certificate."
    ),
    "crl_missing": late(
        "No revocation list says whether the certificate of {subject} is still in force. Import "
        "the list of {issuer} (.crl), which comes with every trust package."
    ),
    "crl_too_old": late(
        "The revocation list of {issuer} is {days} days old; more than 365 are not accepted. "
        "Import a newer one, which comes with every trust package."
    ),
    "threshold_not_met": late(
        "{found} of the {needed} keys it takes have signed. Ask for the file with all signatures."
    ),
    "root_malformed": late(
        "The root of trust is not made as it must be. Nothing was taken; ask who issued it for "
        "another file."
    ),
    "root_fingerprint_other": late(
        "The fingerprint does not fit this root of trust. Compare group by group with the printed "
        "decision; if it differs there, do not use the file."
    ),
    "root_rollback": late(
        "This root of trust is version {version}; this office has version {known} already. Ask for "
        "the latest."
    ),
    "root_equivocation": late(
        "There are two different roots of trust with the version {version}. Take neither from this "
        "stick, and tell your superior at once."
    ),
    "root_skipped": late(
        "Version {version} of the root of trust is missing in between. Import it first."
    ),
    "root_training": late(
        "A root for training cannot follow one for real work, nor the other way round. Use a "
        "workspace of its own for exercises."
    ),
    "trust_list_malformed": late(
        "The trust list is not made as it must be. Nothing was taken; ask the superior to make it "
        "anew."
    ),
    "list_rollback": late(
        "This trust list is version {version}; this office has version {known} already. Ask for "
        "the latest."
    ),
    "list_equivocation": late(
        "There are two different trust lists with the version {version}. Take neither from this "
        "stick, and tell your superior at once."
    ),
    "list_version_jump": late(
        "The trust list jumps from version {known} to {version}, which cannot be right. Nothing "
        "was taken; ask the superior whether the file is theirs."
    ),
    "list_issuer_other": late(
        "The trust list comes from another unit than the one it is to replace. Choose the file of "
        "your own superior."
    ),
    "list_entry_missing": late(
        "Something that stood in the former trust list is missing in this one. Nothing was taken; "
        "ask the superior for a complete list."
    ),
    "list_outside_remit": late(
        "The trust list speaks of a unit that is not right below its issuer: {unit}. Nothing was "
        "taken; ask who issued it to correct it."
    ),
    "unit_ended": late(
        "The unit {unit} had ended by that day, or had not begun. Check the day, or ask who took "
        "over from it."
    ),
    "unit_not_listed": late(
        "The unit {unit} stands in no trust list this office has. Import the superior's latest "
        "trust package."
    ),
    "unit_parent_unclear": late(
        "Two superiors claim {unit} as theirs for the same day. Ask the common superior for a "
        "corrected trust list."
    ),
    "unit_tree_loop": late(
        "The units certify one another in a circle that never reaches the root of trust. Ask the "
        "superior for a corrected trust list."
    ),
    "chain_too_long": late(
        "There are more than {limit} levels between the unit and the root of trust. Ask the "
        "superior for a corrected trust list."
    ),
    "unit_without_encryption_key": late(
        "There is no valid encryption key of {unit}, so nothing can be sent to it. Import its "
        "latest keys or the superior's latest trust package."
    ),
    "exchange_keys_damaged": late(
        "The office's keys for exchange cannot be read: they are damaged or of another workspace. "
        "Restore a copy of the workspace, or make new keys and have them certified."
    ),
    # Warnings that refuse nothing
    "crl_stale": late(
        "The authority's revocation list is more than 90 days old, so a revocation may not be "
        "known here yet. Import a newer list soon."
    ),
    "list_expired": late(
        "A superior's trust list is out of date. It is used on; ask for the latest."
    ),
    "root_expired": late("The root of trust is out of date. It is used on; ask for the latest."),
    "training_trust": late(
        "The root of trust is one for training (THỬ NGHIỆM): what it certifies has no legal value."
    ),
    "key_revoked_later": late(
        "The key has been revoked since, but what it signed here was receipted before."
    ),
    "exchange_keys_there": late(
        "This office has keys already. Renew them if they end soon or somebody else may have them."
    ),
    "certificate_needed": late(
        "This office signs with a certificate, from a file or on a token. Choose it."
    ),
    "office_not_certified": late(
        "The keys of this office are not certified yet, so it cannot certify others. Take your "
        "superior's answer first."
    ),
    "key_request_malformed": late(
        "The request for keys is not made as it must be. Ask the unit to save it anew."
    ),
    "request_missing": late(
        "There is no request for keys in {name}. Choose the file the unit below has saved "
        "(.ktgsyc)."
    ),
    "request_code_other": late(
        "The code does not fit this request. Have the unit read it out once more, group by group; "
        "if it differs there, the file was exchanged on the way: do not certify it."
    ),
    "request_from_future": late(
        "The request was made on {date}, a day that has not come here yet. Check the dates of both "
        "computers, then have the request saved anew."
    ),
    "request_too_old": late(
        "The request of {date} is older than this office's own key, so its keys would not be "
        "believed. Have the unit renew its keys and save a new request."
    ),
    "until_too_early": late("The last day of the key lies in the past. Choose a later one."),
    "unit_not_below": late(
        "{name} does not stand right below this office in the register, so its keys are certified "
        "by its own superior. Check where it stands under Organisations."
    ),
    "key_not_below": late(
        "This is no key of a unit below this office, so only its superior can revoke it."
    ),
    "key_revoked_before": late("This key has been revoked already."),
    "root_missing": late("There is no root of trust in {name}. Choose the file root.json."),
    "root_first": late(
        "This office has no root of trust yet. Take it first, comparing its fingerprint with the "
        "printed decision."
    ),
    "trust_answer_missing": late(
        "There is nothing about trust in {name}. Choose the file your superior has saved (.ktgstc)."
    ),
    "authority_in_root_only": late(
        "The file holds the certificate of {subject}. For the exchange, authorities come with the "
        "root of trust alone; choose a file with revocation lists."
    ),
    # Warnings
    "own_key_ending": late(
        "The key of this office ends soon. Renew it and have it certified again."
    ),
    "keys_waiting": late(
        "Newer keys of this office wait to be certified. Until the superior's answer is taken, the "
        "present ones are used."
    ),
}
