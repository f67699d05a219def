"""A PDF of one page and some kB to be uploaded in place of a real document: its title, and that it is a sample (样例)."""

from typing import Final

LINES: Final = 36
NOTICE: Final = "样例：本文件由 yingsu demo 生成，所涉当事人、机关、文书编号均为虚构，不具有任何效力。"

_PAGE: Final = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 6 0 R>>"
_FONT: Final = b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>"
_GLYPHS: Final = (
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/FontDescriptor 7 0 R>>"
)
_DESCRIPTOR: Final = (
    b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120"
    b"/CapHeight 880/StemV 93>>"
)


def pdf(title: str) -> bytes:
    """The document. Its font is one that every reader has for Chinese; nothing is embedded."""
    text = b"BT /F1 20 Tf 60 780 Td <%s> Tj /F1 10 Tf 0 -20 Td" % _hex(title)
    text += b"".join(b" 0 -18 Td <%s> Tj" % _hex(f"{number}　{NOTICE}") for number in range(1, LINES + 1)) + b" ET"
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(text), text)
    parts = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", _PAGE, _FONT, _GLYPHS, stream, _DESCRIPTOR)
    content, starts = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table) + trailer


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()
