"""Where the libraries of tokens (PKCS#11 modules) lie: usual places, by system.

The names are those under which signing plug-ins of Vietnamese tax, customs and e-office portals
look for the tokens in use; the drivers put them into Windows' System32. No list of the cipher
body (Ban Cơ yếu Chính phủ) itself is public: its tokens are SafeNet's, Gemalto's, Bit4ID's and
SecureMetric's. Another library is chosen by hand.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

# Files of each maker without their ending, which differs by system.
_MAKERS = (
    ("SafeNet eToken", ("eTPKCS11", "eToken", "libeTPkcs11", "libeToken")),
    ("Gemalto Classic", ("gclib", "libgclib")),
    ("Bit4ID", ("bit4xpki", "bit4ipki", "libbit4xpki", "libbit4ipki")),
    ("SecureMetric ST3", ("st3csp11", "SecureMetric_PKI_csp11")),
    ("Viettel-CA", ("viettel-ca_v6", "viettel-ca_v5", "viettel-ca_v4", "viettel-ca_v3",
                    "viettel-ca_v2", "viettel-ca_v1", "viettel-ca")),
    ("VNPT-CA", ("vnptca_p11_v10", "vnptca_p11_v9", "vnptca_p11_v8", "vnptca_p11_v7",
                 "vnptca_p11_v6", "vnpt-ca_csp11", "vnpt-ca_v34", "vnpt-ca_v4", "vnpt-ca_cl_v1")),
    ("FPT-CA", ("fptca_v6", "fptca_v5", "fptca_v4", "fptca_v3", "fpt-ca_v5", "fpt-ca_v4",
                "fpt-ca", "fpt-ca-stx")),
    ("BkavCA", ("BkavCA", "BkavCAv2S", "bkavcaetoken")),
    ("Nacencomm CA2", ("ncca_csp11_v1", "CA2_csp11", "CA2_v34")),
    ("SmartSign (Vina-CA)", ("vina-ca_v5", "vina-ca_v3", "Vina-CAv5", "Vina-CAv4", "Vina-CA")),
    ("Newtel-CA", ("newca_v4", "NEWTEL-CA", "nca_v6", "nca_v5", "nca_v4")),
    ("MISA eSign", ("misaca_csp11_v2",)),
    ("FastCA", ("fca_v1",)),
    ("I-CA", ("ica_csp11_v1",)),
    ("Feitian ePass", ("eps2003csp11", "eps2003csp11v2", "ShuttleCsp11_3003", "ngp11v211",
                       "libeps2003csp11")),
    ("OpenSC", ("opensc-pkcs11",)),
    ("SoftHSM", ("softhsm2", "softhsm2-x64", "libsofthsm2")),
)  # fmt: skip
_LINUX_FOLDERS = (
    "/usr/lib",
    "/usr/lib64",
    "/usr/lib/pkcs11",
    "/usr/lib64/pkcs11",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/x86_64-linux-gnu/pkcs11",
    "/usr/lib/softhsm",
    "/usr/lib64/softhsm",
    "/usr/local/lib",
    "/usr/local/lib/pkcs11",
    "/usr/local/lib/softhsm",
)
_ON_WINDOWS: bool = os.name == "nt"
_BELOW_PROGRAMS = ("OpenSC Project/OpenSC/pkcs11", "SoftHSM2/lib", "SafeNet/Authentication/SAC/x64")


@dataclass(frozen=True, slots=True)
class TokenModule:
    """A library through which tokens are reached.

    Attributes:
        name: whose tokens it is for.
        path: where it lies.
    """

    name: str
    path: str


def usual_folders() -> tuple[Path, ...]:
    """The folders in which such libraries lie on this system."""
    if not _ON_WINDOWS:
        return tuple(map(Path, _LINUX_FOLDERS))
    system = Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "System32"
    programs = [Path(os.environ[name]) for name in ("PROGRAMFILES",) if name in os.environ]
    return (system, *(base / below for base in programs for below in _BELOW_PROGRAMS))


def found_modules(folders: tuple[Path, ...] | None = None) -> list[TokenModule]:
    """The known libraries there are on this computer, each file once.

    Args:
        folders: where to look, None for the usual places.
    """
    ending = ".dll" if _ON_WINDOWS else ".so"
    found: dict[Path, TokenModule] = {}
    places = usual_folders() if folders is None else folders
    for maker, names in _MAKERS:
        for name in names:
            for folder in places:
                path = folder / (name + ending)
                if path.is_file():
                    found.setdefault(path.resolve(), TokenModule(maker, str(path)))
    return list(found.values())


def named(path: str) -> TokenModule:
    """A library somebody chose, called after its maker if that is known.

    Args:
        path: where it lies.
    """
    stem = Path(path).stem
    maker = next((maker for maker, names in _MAKERS if stem in names), stem)
    return TokenModule(maker, path)
