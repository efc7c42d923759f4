"""Packages between offices: the only room that knows their bytes, encryption and compression.

From the outside in: `container` (what lies on the stick, sealed by the computer that wrote it),
`age_envelope` (encrypted to the recipients), `sections` (the inner part, listed in the manifest
that the office signed). `package_writer` and `volumes` write; `package_reader` checks and reads
without touching any record; `reader_process` does the same in a process of its own, with limits
of memory and time. Whatever is wrong with a package is a `PackageError`.
"""
