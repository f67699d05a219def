"""Types of files: which are taken, and that the content is what it is said to be."""

import pytest

from yingsu.files.kinds import MEDIA_TYPES, TEXT, ContentCheck, FileEmpty, FileTypeMismatch, media_type_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BEGINNINGS = {
    "application/pdf": b"%PDF-1.4\n",
    "image/jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "image/png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    DOCX: b"PK\x03\x04\x14\0",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": b"PK\x03\x04\x14\0",
    "application/ofd": b"PK\x03\x04\x14\0",
    TEXT: "答辩意见\n".encode(),
}


def look(media_type: str, *pieces: bytes) -> None:
    """Look at a content that arrives in these pieces."""
    check = ContentCheck(media_type)
    for piece in pieces:
        check.feed(piece)
    check.finish()


def test_every_type_that_is_taken_has_a_sample_here() -> None:
    assert set(BEGINNINGS) == set(MEDIA_TYPES)


@pytest.mark.parametrize("media_type", BEGINNINGS)
def test_a_content_of_its_type_is_taken_in_whatever_pieces_it_arrives(media_type: str) -> None:
    content = BEGINNINGS[media_type]
    look(media_type, content)
    look(media_type, *(content[at : at + 1] for at in range(len(content))))


@pytest.mark.parametrize(
    ("said", "content"),
    [(said, content) for said in BEGINNINGS for of, content in BEGINNINGS.items() if MEDIA_TYPES[said][1] != MEDIA_TYPES[of][1]],
)
def test_a_content_of_another_type_is_refused(said: str, content: bytes) -> None:
    with pytest.raises(FileTypeMismatch) as refusal:
        # What begins a PDF is text; what follows in it is not.
        look(said, content, b"\xe2\xe3\xcf\xd3")
    assert refusal.value.code == "file-type-mismatch"
    assert MEDIA_TYPES[said][0] in refusal.value.message


@pytest.mark.parametrize("beginning", [b"%PDF", b"\xff\xd8"])
def test_a_content_shorter_than_what_it_must_begin_with_is_refused(beginning: bytes) -> None:
    with pytest.raises(FileTypeMismatch):
        look("application/pdf" if beginning.startswith(b"%") else "image/jpeg", beginning)


@pytest.mark.parametrize("pieces", [(b"a\0b",), (b"a", b"\xff"), ("甲".encode()[:2],), ("甲".encode("gbk"),)])
def test_a_text_is_utf8_to_its_last_byte_and_holds_no_nul(pieces: tuple[bytes, ...]) -> None:
    with pytest.raises(FileTypeMismatch) as refusal:
        look(TEXT, *pieces)
    assert "UTF-8" in refusal.value.message


@pytest.mark.parametrize("media_type", BEGINNINGS)
def test_an_empty_file_is_refused(media_type: str) -> None:
    with pytest.raises(FileEmpty) as refusal:
        look(media_type)
    assert (refusal.value.code, refusal.value.message) == ("file-empty", "文件没有内容，未存放。请核对后重新上传。")


@pytest.mark.parametrize(
    ("content_type", "media_type"),
    [
        ("application/pdf", "application/pdf"),
        ("Application/PDF", "application/pdf"),
        ('text/plain; charset="UTF-8"', TEXT),
        ("text/plain;charset=utf8", TEXT),
        ("text/plain", None),
        ("text/plain; charset=gbk", None),
        ("text/plain; charset=utf-8; format=flowed", None),
        ("application/pdf; charset=utf-8", None),
        ("text/html", None),
        ("application/zip", None),
        ("", None),
    ],
)
def test_a_content_type_names_one_of_the_types_or_none(content_type: str, media_type: str | None) -> None:
    assert media_type_of(content_type) == media_type
