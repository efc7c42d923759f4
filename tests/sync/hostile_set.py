"""Packages made to do harm (P5 of the test plan), each with the code it must be refused by."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pyrage
import zstandard

from ktgs_desktop.domain.feeds import state_digest
from ktgs_desktop.domain.journal import canonical, change_hash
from ktgs_desktop.domain.manifests import FeedState, Recipient
from ktgs_desktop.domain.package_sections import Codec, SectionType
from ktgs_desktop.domain.packages import PackageKind
from tests.sync.forging import (
    END_FRAME,
    Frame,
    framed,
    listed,
    manifest_of,
    sealed,
    signed_inner,
)
from tests.sync.hostile import Hostile
from tests.sync.offices import Bench, changes_of, name_id, receipt_of

Case = tuple[str, Callable[[], bytes], str]
MIB = 1024 * 1024


def _noise(size: int) -> bytes:
    """Digits that hardly compress."""
    return b"".join(
        hashlib.sha256(b"%d" % number).hexdigest().encode() for number in range(size // 64)
    )


class HostileSet(Hostile):
    """All cases."""

    def cases(self) -> Iterator[Case]:
        """All of them."""
        yield from self._outside()
        yield from self._envelopes()
        yield from self._spellings()
        yield from self._manifests()
        yield from self._sections()
        yield from self._contents()

    def _outside(self) -> Iterator[Case]:
        header = self.honest_header()
        yield "empty file", lambda: b"", "package_foreign"
        yield "a zip", lambda: b"PK\x03\x04" + bytes(500), "package_foreign"
        yield (
            "text mode",
            lambda: self.manifest(dict.copy).replace(b"\r\n", b"\n", 1),
            ("package_damaged"),
        )
        yield "header of 65,537 bytes", lambda: self.header(b"x" * 65_537), "package_damaged"
        yield "header of no bytes", lambda: self.header(b""), "package_damaged"
        yield "header that is a list", lambda: self.header(b"[]"), "header_malformed"
        yield "newer container", lambda: self.header(header, major=2), "package_too_new"
        yield (
            "key twice in the header",
            lambda: self.header(header.replace(b'{"app"', b'{"app":"0","app"', 1)),
            "json_not_canonical",
        )
        for name, value, code in (
            ("key more", {"more": 1}, "header_malformed"),
            ("unknown kind", {"kind": "virus"}, "header_malformed"),
            ("note of 501 signs", {"note": "x" * 501}, "header_malformed"),
            ("control sign in the note", {"note": "a\x07"}, "header_malformed"),
            ("no recipient", {"to": []}, "header_malformed"),
            ("length of 2 to the 52", {"len": 2**52}, "header_malformed"),
            ("part 3 of 2", {"part": {"i": 3, "n": 2, "set": str(name_id("s"))}},
             "header_malformed"),
            ("unknown feature", {"need": {"apply": [], "read": ["quantum"], "relay": []}},
             "package_feature_unknown"),
            ("length too great", {"len": 5000}, "package_cut"),
            ("other root", {"root": "0" * 64}, "package_damaged"),
            ("other device", {"dev": str(name_id("other"))}, "carrier_other"),
            ("other sender", {"from": str(self.receiver.unit)}, "carrier_other"),
        ):  # fmt: skip
            made = self.outside(**value)
            body = canonical(manifest_of(self.sender, self.to, ()).to_json())
            inner = signed_inner(body, self.sender, framed([END_FRAME]))
            yield name, lambda inner=inner, made=made: sealed(inner, made), code  # type: ignore[misc]

    def _envelopes(self) -> Iterator[Case]:
        for count in (65, 1000, 4000):
            yield (
                f"{count} stanzas",
                lambda count=count: self.stanzas(count),
                (  # type: ignore[misc]
                    "envelope_malformed"
                ),
            )
        for name, stanza in (
            ("unknown stanza", b"-> piv-p256 abc def\nYWJj\n"),
            ("passphrase stanza", b"-> scrypt 4I8Hgn8VvvVqTzJzH3sZvQ 22\n" + b"A" * 43 + b"\n"),
            ("stanza without an argument", b"-> \n\n"),
            ("stanza with a body of 16 KiB",
             b"-> X25519 " + b"A" * 43 + b"\n" + (b"A" * 64 + b"\n") * 260),
        ):  # fmt: skip
            yield name, lambda stanza=stanza: self.with_stanza(stanza), "envelope_malformed"  # type: ignore[misc]
        yield "no envelope", lambda: self.envelope(bytes(5000)), "envelope_malformed"
        yield (
            "armoured envelope",
            lambda: self.envelope(
                b"-----BEGIN AGE ENCRYPTED FILE-----\n" + base64.b64encode(bytes(300))
            ),
            "envelope_malformed",
        )
        stranger = pyrage.x25519.Identity.generate().to_public()
        yield (
            "for somebody else",
            lambda: self.envelope(pyrage.encrypt(b"x", [stranger])),
            ("not_for_us"),
        )

    def _spellings(self) -> Iterator[Case]:
        for name, before, after in (
            ("key twice", b'"v":1', b'"v":1,"v":1'),
            ("not a number", b'"v":1', b'"v":NaN'),
            ("float", b'"v":1', b'"v":1.0'),
            ("integer of 5,000 digits", b'"v":1', b'"v":' + b"1" * 5000),
            ("depth of 100,000", b'"v":1', b'"v":' + b"[" * 100_000 + b"]" * 100_000),
            ("lone surrogate", b'"cls":""', b'"cls":"\\ud800"'),
            ("decomposed letters", b'"cls":""', '"cls":"e\u0302\u0301"'.encode()),
            ("space", b'"v":1', b'"v": 1'),
            ("byte order mark", b"{", b"\xef\xbb\xbf{"),
            ("no UTF-8", b'"cls":""', b'"cls":"\xff"'),
            ("escaped letter", b'"cls":""', b'"cls":"\\u0041"'),
        ):
            yield (
                name,
                lambda before=before, after=after: self.spelled(before, after),
                (  # type: ignore[misc]
                    "json_not_canonical"
                ),
            )
        yield (
            "NUL",
            lambda: self.manifest(lambda made: made.update(cls="a\0")),
            ("manifest_malformed"),
        )

    def _manifests(self) -> Iterator[Case]:
        other = Recipient(name_id("other"), "0" * 64)
        for name, value, code in (
            ("another version", {"v": 2}, "manifest_malformed"),
            ("marked as secret", {"cls": "MẬT"}, "package_classified"),
            ("truth for a number", {"sv": True}, "manifest_malformed"),
            ("schema below the least", {"min_sv": 2}, "manifest_malformed"),
            ("counts without changes", {"counts": {"program": 1}}, "manifest_malformed"),
            ("other package", {"pkg": str(name_id("x"))}, "manifest_other"),
            ("other kind", {"kind": "trust"}, "manifest_other"),
            ("unknown feature within", {"need": {"apply": [], "read": ["x"], "relay": []}},
             "package_feature_unknown"),
            ("meant for another", {"to": [other.to_json()]}, "forwarded"),
        ):  # fmt: skip
            yield name, lambda value=value: self.manifest(lambda made: made.update(value)), code  # type: ignore[misc]

    def _sections(self) -> Iterator[Case]:
        data = b"x" * 40
        plain = listed(0x40, data, flags=1)
        body = canonical(manifest_of(self.sender, self.to, [plain]).to_json())
        good: Frame = (0x40, 1, 0, data)
        for name, frames, code in (
            ("section not in the manifest", [good, good, END_FRAME], "section_malformed"),
            ("section missing", [END_FRAME], "section_differs"),
            ("section of another type", [(0x41, 1, 0, data), END_FRAME], "section_differs"),
            ("section with other flags", [(0x40, 0, 0, data), END_FRAME], "section_differs"),
            ("section left out at the top", [(0x40, 3, 0, b""), END_FRAME], "section_differs"),
            ("reserved bits", [(0x40, 1, 1, data), END_FRAME], "section_malformed"),
            ("one byte more", [(0x40, 1, 0, data + b"x"), END_FRAME], "section_differs"),
            ("other contents", [(0x40, 1, 0, b"y" * 40), END_FRAME], "section_differs"),
            ("no end", [good], "section_malformed"),
            ("end with a body", [good, (0xFF, 0, 0, b"x")], "section_malformed"),
            ("something after the end", [good, END_FRAME, good], "section_malformed"),
        ):
            yield name, lambda frames=frames: self.package(body, framed(frames)), code  # type: ignore[misc]
        yield (
            "unknown section that matters",
            lambda: self.listing((listed(0x40, data), data)),
            "manifest_malformed",
        )
        yield (
            "section for another kind",
            lambda: self.listing((listed(SectionType.KEYS, data), data), kind=PackageKind.BLOB),
            "manifest_malformed",
        )
        yield "five bundles deep", lambda: self.nested(5), "bundle_too_deep"
        yield (
            "bundle that is none",
            lambda: self.listing((listed(SectionType.BUNDLE, data, str(self.sender.unit)), data)),
            "section_malformed",
        )
        for name in ("..\\..\\a", "C:", "CON", "a:b", "../etc/passwd", "a.", "x" * 300, "lnk -> /"):
            yield (
                f"attachment called {name[:12]}",
                lambda name=name: self.blob(name),
                (  # type: ignore[misc]
                    "manifest_malformed"
                ),
            )
        yield (
            "attachment under another's digest",
            lambda: self.blob(hashlib.sha256(b"another").hexdigest()),
            "manifest_malformed",
        )

    def _contents(self) -> Iterator[Case]:
        stranger = Bench("lạ")
        yield "1 GiB of zeros", lambda: self._bomb(2**30), "manifest_malformed"
        yield (
            "201 to 1",
            lambda: self.changes(b"x" * 100, codec=Codec.ZSTD, raw=20_100),
            "manifest_malformed",
        )
        good = changes_of(self.sender, 1)[0] + b"\n"
        for lie in (1, -1):
            yield (
                f"size off by {lie}",
                lambda lie=lie: self.zipped(good, len(good) + lie),
                (  # type: ignore[misc]
                    "section_too_large"
                ),
            )
        yield "64 MiB that unpack to more", self._liar, "section_too_large"
        yield (
            "no compression at all",
            lambda: self.changes(b"x" * 100, codec=Codec.ZSTD, raw=100),
            "section_malformed",
        )
        yield "window of 2 GiB", self._wide, "section_malformed"
        yield "no line feed", lambda: self.changes(good[:-1]), "section_malformed"
        yield "line of 1 MiB", lambda: self.changes(b"x" * MIB + b"\n"), "json_not_canonical"
        yield "endless line", lambda: self.zipped(_noise(300_000)), "section_malformed"
        yield "empty line", lambda: self.changes(b"\n"), "json_not_canonical"
        yield (
            "two changes said to be one",
            lambda: self.line(lambda line: line + b"\n" + line),
            ("changes_miscounted"),
        )
        yield "no change said to be one", lambda: self.changes(b""), "changes_miscounted"
        yield "kind of record miscounted", self._miscounted, "changes_miscounted"
        yield (
            "change of another unit",
            lambda: self.changes(changes_of(stranger, 1)[0] + b"\n"),
            "changes_other",
        )
        yield (
            "change of another channel",
            lambda: self.changes(changes_of(self.sender, 1, "up.det")[0] + b"\n"),
            "changes_other",
        )
        yield (
            "change of a newer schema",
            lambda: self.line(lambda line: line.replace(b'"sv":1', b'"sv":2')),
            "changes_other",
        )
        yield (
            "kind of change unknown",
            lambda: self.line(lambda line: line.replace(b'"k":"put"', b'"k":"run"')),
            "change_malformed",
        )
        yield "inner channel in a package for others", self._internal, ("manifest_malformed")
        yield "receipt with a key more", lambda: self._answer({"more": 1}), "receipt_malformed"
        yield (
            "receipt that is a list",
            lambda: self._raw(SectionType.RECEIPT, b"[]"),
            ("receipt_malformed"),
        )
        yield (
            "statements cut short",
            lambda: self._raw(SectionType.KEYS, b"\x04abcd\xff\xff\xff\xff"),
            "statements_malformed",
        )

    def _raw(self, kind: SectionType, data: bytes) -> bytes:
        return self.listing((listed(kind, data), data))

    def _answer(self, more: dict[str, Any]) -> bytes:
        made = receipt_of(self.sender, self.receiver).to_json()
        assert isinstance(made, dict)
        return self._raw(SectionType.RECEIPT, canonical({**made, **more}))

    def _bomb(self, size: int) -> bytes:
        packer = zstandard.ZstdCompressor(level=9).compressobj(size=size)
        pieces = [packer.compress(bytes(MIB)) for _ in range(size // MIB)]
        stored = b"".join([*pieces, packer.flush()])
        return self.changes(stored, codec=Codec.ZSTD, raw=64 * MIB)

    def _liar(self) -> bytes:
        """A frame that does not say how much it unpacks to, and unpacks to more."""
        packer = zstandard.ZstdCompressor(level=3, write_content_size=False)
        stored = packer.compress(bytes(80 * MIB)) + b""
        return self.changes(stored, codec=Codec.ZSTD, raw=min(200 * len(stored), 64 * MIB))

    def _wide(self) -> bytes:
        # A frame header with a window of 2 GiB and a content size that fits.
        raw = changes_of(self.sender, 1)[0] + b"\n"
        stored = bytearray(b"\x28\xb5\x2f\xfd")
        stored += bytes([0b1000_0000, 0b1010_1000]) + len(raw).to_bytes(4, "little")
        stored += ((len(raw) << 3) | 1).to_bytes(3, "little") + raw
        return self.changes(bytes(stored), codec=Codec.ZSTD, raw=len(raw))

    def _miscounted(self) -> bytes:
        stored = changes_of(self.sender, 1)[0] + b"\n"
        section = listed(SectionType.CHANGES, stored, "up.sum")
        feed = FeedState("up.sum", (), (), 1, state_digest([change_hash(stored)]))
        return self.listing((section, stored), feeds=(feed,), counts=(("program", 1),))

    def _internal(self) -> bytes:
        stored = changes_of(self.sender, 1, "int")[0] + b"\n"
        section = replace(listed(SectionType.CHANGES, stored, "int"))
        feed = FeedState("int", (), (), 1, state_digest([]))
        return self.listing((section, stored), feeds=(feed,), counts=(("organization", 1),))
