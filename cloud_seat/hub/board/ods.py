"""Core: a table as an OpenDocument spreadsheet (ISO/IEC 26300, ODF 1.2), for LibreOffice, WPS and Excel.

Each cell says what it is: a number, or words. So words that begin with = or @ are never taken for a formula.
"""

import io
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

from cloud_seat.hub.board.statistics import Table

ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = (
    f'{_HEAD}<manifest:manifest xmlns:manifest="{_ODF}manifest:1.0" manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="{ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 §2.2 cannot carry; words that somebody searched for may hold anything."""
_BLANK = re.compile(r"\r\n|[\n\r\t]| {2,}|^ | $")
_MADE = (1980, 1, 1, 0, 0, 0)
"""The same table is the same bytes."""


def ods_of(table: Table, name: str) -> bytes:
    """A file with one sheet of this name."""
    rows = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in (table.head, *table.rows)
    )
    content = (
        f'{_HEAD}<office:document-content xmlns:office="{_ODF}office:1.0" xmlns:table="{_ODF}table:1.0" '
        f'xmlns:text="{_ODF}text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
        f"<table:table table:name={quoteattr(name)}>"
        f'<table:table-column table:number-columns-repeated="{len(table.head)}"/>{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr(zipfile.ZipInfo("mimetype", _MADE), ODS)  # first and stored: ODF 1.2 part 3 §3.3
        for path, body in (("content.xml", content), ("META-INF/manifest.xml", _MANIFEST)):
            packed.writestr(zipfile.ZipInfo(path, _MADE), body.encode(), zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _cell(value: str | int | float) -> str:
    if not isinstance(value, str):
        kind = f'office:value-type="float" office:value="{value!r}"'
        return f"<table:table-cell {kind}><text:p>{value!r}</text:p></table:table-cell>"
    words = _BLANK.sub(_blank, escape(_NO_XML.sub("\ufffd", value)))
    return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def _blank(found: re.Match[str]) -> str:
    """Elements for what XML would take for one space (ODF 1.2 part 1 §6.1)."""
    if found[0].startswith(" "):
        return f'<text:s text:c="{len(found[0])}"/>'
    return "<text:tab/>" if found[0] == "\t" else "<text:line-break/>"
