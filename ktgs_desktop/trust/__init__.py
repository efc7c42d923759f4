"""Keys, certificates and signatures: the only room that knows cryptography.

What is in here:

- `keyring`: who may open a workspace (password slots, recovery code), with `key_slots`,
  `passwords` and `recovery_codes` beneath it;
- `attempts`: the growing delay after wrong passwords;
- `sealing`: attachments encrypted at rest;
- `certificates`: certificates, their files and the authorities' lists;
- `tokens`: certificates and keys on tokens and cards (PKCS#11), with `token_modules` (where their
  libraries lie) and `token_facts` beneath it; it loads what talks to tokens, at first use only;
- `pdf_signatures`: signing a PDF (PAdES) and checking it without a network; `verdicts` holds its
  types; `pades_signing`, `pades_verification`, `cms_profile`, `certificate_paths` and `damage` do
  the work and load pyHanko, so they are imported at first use only;
- `statements`: signed bodies with their types, by `raw_keys` (Ed25519) or `cms_signing` and
  `detached_cms` (certificates);
- `trust_store`: whose keys count, up to the root of trust; `bound_keys`, `judgements`,
  `key_checks` and `approvers` beneath it, `root_updates` and `list_updates` for what replaces what;
- `exchange_keys`: the office's own secret keys for exchange, sealed;
- `training` and `exchange_training`: authorities for exercises and tests.

Nothing here opens a connection, reads the clock or knows what is signed and why.
"""
