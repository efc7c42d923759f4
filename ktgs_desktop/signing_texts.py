"""What errors about tokens and papers waiting for signature say."""

from __future__ import annotations

from ktgs_desktop.i18n import Late, late

TEXTS: dict[str, Late] = {
    # Tokens
    "token_module_missing": late(
        "There is no library of the token at {path}. Install the token's driver, or choose where "
        "its library lies."
    ),
    "token_module_unloadable": late(
        "The library {path} cannot be used ({reason}). Choose the PKCS#11 library that came with "
        "the token, made for this kind of computer."
    ),
    "token_missing": late(
        "No token was found. Plug it in, wait until its light is on, and look again."
    ),
    "token_removed": late(
        "The token was pulled out, or it no longer answers. Plug it in and sign again; nothing "
        "half signed was kept."
    ),
    "token_pin_wrong": late(
        "The PIN of the token is wrong. Check Caps Lock; after a few wrong PINs the token locks."
    ),
    "token_pin_last_try": late(
        "The PIN of the token is wrong, and one more wrong PIN locks it. Ask its owner first."
    ),
    "token_pin_locked": late(
        "The PIN of the token is locked. Whoever handed out the token can unlock it."
    ),
    "token_pin_cancelled": late(
        "No PIN was typed on the token. Sign again and type it on the token when it asks."
    ),
    "token_pin_unset": late(
        "The PIN of the token is not set or has run out. Set it with the token's own program."
    ),
    "token_without_certificate": late(
        "The token {token} shows no certificate. Type the PIN to see hidden ones, or use another "
        "token."
    ),
    "token_without_key": late(
        "The token holds no key for this certificate. Choose another certificate or token."
    ),
    "token_certificate_gone": late(
        "The certificate is not on this token. Look for the certificates again."
    ),
    "token_failed": late(
        "The token refused the work ({reason}). Pull it out, plug it in and try again."
    ),
    # Signing
    "signer_not_printed": late(
        "{signer} is not printed on the paper {symbol}. Check that the right person signs."
    ),
    "signer_signed": late(
        "{signer} has signed the paper {symbol} already. Let the next person sign."
    ),
    "signature_stale": late(
        "The paper {symbol} was signed or changed meanwhile. Open it again and sign then."
    ),
    # Papers waiting for signature
    "submission_waiting": late(
        "The paper {symbol} lies before the signer already. Wait until it is signed or returned."
    ),
    "submission_closed": late("The paper no longer waits: it was signed or returned meanwhile."),
    "remark_missing": late("The remark is missing. Say what is to be mended."),
    # Pictures of signatures
    "image_unreadable": late("This is no picture in PNG. Save it as PNG and choose it again."),
    "image_too_large": late(
        "The picture is too large: at most {limit} MB and 4000 pixels. Make it smaller."
    ),
    "image_opaque": late(
        "The picture has no transparent ground, so it would cover the text. Remove its ground "
        "and save it as PNG."
    ),
}
