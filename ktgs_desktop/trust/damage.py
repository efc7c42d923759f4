"""What pyHanko and asn1crypto raise on damaged or hostile input, and what they tell the log.

The module loads pyHanko's exceptions: the `pades_` modules alone use it.
"""

from __future__ import annotations

import logging

from pyhanko.pdf_utils.misc import PdfError

# Found by flipping every byte of signed documents: the readers check types and shapes as they go.
DAMAGE = (
    PdfError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
)

# Their warnings quote names and objects of documents, which have no place in a log.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)
