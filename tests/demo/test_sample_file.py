"""The demo's sample PDFs are PDFs: a reader finds every object where the table says, and the text says that it is a sample."""

import re

from yingsu.demo.sample_file import NOTICE, pdf


def test_every_object_lies_where_the_table_of_the_file_says() -> None:
    content = pdf("起诉状（样例）")
    table = int(re.findall(rb"startxref\n(\d+)\n%%EOF\n$", content)[0])
    assert content.startswith(b"%PDF-1.4\n")
    assert content[table:].startswith(b"xref\n0 8\n")
    starts = [int(start) for start in re.findall(rb"(\d{10}) 00000 n ", content[table:])]
    assert [content[start : start + 7] for start in starts] == [b"%d 0 obj" % number for number in range(1, 8)]


def test_the_length_of_the_text_is_what_the_file_says() -> None:
    length, text = re.findall(rb"<</Length (\d+)>>stream\n(.*)\nendstream", pdf("起诉状（样例）"))[0]
    assert len(text) == int(length)


def test_it_holds_its_title_and_says_on_every_line_that_it_is_a_sample() -> None:
    content = pdf("授权委托书（样例）")
    words = [bytes.fromhex(found.decode()).decode("utf-16-be") for found in re.findall(rb"<([0-9a-f]+)> Tj", content)]
    assert words[0] == "授权委托书（样例）"
    assert {word.partition("　")[2] for word in words[1:]} == {NOTICE}
    assert len(content) > 4000


def test_equal_titles_give_equal_bytes_and_others_do_not() -> None:
    assert pdf("起诉状") == pdf("起诉状") != pdf("答辩状")
