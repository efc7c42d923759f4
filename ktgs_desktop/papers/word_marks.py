"""What a Word file says of itself: its custom properties, which Word, WPS and LibreOffice keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document

_PLACE = "/docProps/custom.xml"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the one set of properties Word knows
_FIRST = 2  # properties 0 and 1 are reserved


def add_marks(document: Document, marks: Mapping[str, str]) -> None:
    """Give a new document custom properties.

    Args:
        document: the document.
        marks: texts by name.
    """
    root = etree.Element(f"{{{_SPACE}}}Properties", nsmap={None: _SPACE, "vt": _TYPES})
    for number, (name, value) in enumerate(sorted(marks.items()), start=_FIRST):
        one = etree.SubElement(
            root, f"{{{_SPACE}}}property", fmtid=_FORMAT, pid=str(number), name=name
        )
        etree.SubElement(one, f"{{{_TYPES}}}lpwstr").text = value
    data = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    package = document.part.package
    part = Part(PackURI(_PLACE), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, data, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def marks_of(document: Document) -> dict[str, str]:
    """The texts among a document's custom properties, by name; empty if it has none.

    Args:
        document: the document.

    Raises:
        lxml.etree.XMLSyntaxError: they are damaged.
    """
    for relation in document.part.package.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(relation.target_part.blob, parser)
            return {
                str(one.get("name")): one.findtext(f"{{{_TYPES}}}lpwstr") or ""
                for one in root.iter(f"{{{_SPACE}}}property")
            }
    return {}
