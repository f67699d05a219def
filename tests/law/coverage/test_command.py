"""`yingsu clauses`: the list for people and for machines, narrowed as asked."""

import json
from pathlib import Path

import pytest

from yingsu.cli import main
from yingsu.law.coverage.listed import listed


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The lines of one call that was carried out."""
    assert main(["clauses", *arguments]) == 0
    return capsys.readouterr().out.splitlines()


def test_each_clause_is_listed_with_what_realises_it_and_the_counts_follow(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys)
    closed = sum(item.status == "closed" for item in listed())
    assert sum(line[:3] in ("XC-", "YC-", "DH-", "HZ-", "YT-") for line in lines) == 286
    assert f"合计 ：{closed}/286 已实现" in lines


def test_one_clause_shows_its_words_its_rule_and_what_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, "HZ-2.4")
    assert lines[0].startswith("HZ-2.4  尚缺")
    assert "《行政执法监督建议书》" in lines[0]
    assert any(line.startswith("    缺: ") for line in lines)


def test_as_json_it_is_the_list_itself(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads("\n".join(told(capsys, "--json", "--document", "yantai", "--status", "open")))
    assert [item["id"] for item in found] == [item.id for item in listed() if (item.profile, item.status) == ("yantai", "open")]


def test_an_unknown_clause_is_one_clear_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clauses", "HZ-99"]) == 2
    assert capsys.readouterr().err.startswith("clause-not-found：没有条款 HZ-99。")


def test_a_folder_that_is_no_checkout_is_one_clear_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["clauses", "--generate", str(tmp_path / "nowhere")]) == 2
    error = capsys.readouterr().err
    assert error.startswith("coverage-unwritable：")
    assert len(error.splitlines()) == 1


def test_an_unknown_document_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["clauses", "--document", "beijing"])
    assert left.value.code == 2
    assert "xuecheng" in capsys.readouterr().err
