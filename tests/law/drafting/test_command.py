"""`yingsu profiles check`: what an official sees, and the exit codes."""

import json
import os
from pathlib import Path
from shutil import copytree

import pytest

from yingsu.cli import main

BUILT_IN = Path(__file__).parents[3] / "yingsu/law/profiles"


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    """A copy of the built-in profiles."""
    return Path(copytree(BUILT_IN, tmp_path / "profiles"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_profiles_in_order_are_told_so_with_what_they_hold(capsys: pytest.CaptureFixture[str], profiles: Path) -> None:
    assert main(["profiles", "check", str(profiles)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert len(told) == len(list(profiles.glob("*/*")))
    assert [line for line in told if line.startswith("national/2018-02-08：可以公布（期限规则 5 条")]


@pytest.mark.parametrize("below", ["hongze", "hongze/2025-04-18"])
def test_one_profile_is_checked_alone(capsys: pytest.CaptureFixture[str], profiles: Path, below: str) -> None:
    assert main(["profiles", "check", str(profiles / below)]) == 0
    assert capsys.readouterr().out.startswith("hongze/2025-04-18：可以公布")


def test_every_problem_is_told_with_a_number_and_its_code(capsys: pytest.CaptureFixture[str], profiles: Path) -> None:
    home = profiles / "hongze/2025-04-18"
    change(home / "obligations.toml", 'clauses = ["HZ-5.2"]', 'clauses = ["HZ-99"]')
    change(home / "obligations.toml", 'owed_by = "mediation_body"', 'owed_by = "nobody"')
    assert main(["profiles", "check", str(home)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "hongze/2025-04-18：2 个问题，不能公布。"
    assert told[1].startswith("  1. [unknown-clause] hongze/2025-04-18/obligations.toml 的 prefiling_forward：条款 HZ-99 不存在")
    assert told[2].startswith("  2. [profile-malformed] hongze/2025-04-18/obligations.toml 的 prefiling_forward.owed_by：")


def test_the_same_as_json(capsys: pytest.CaptureFixture[str], profiles: Path) -> None:
    change(profiles / "hongze/2025-04-18/obligations.toml", 'clauses = ["HZ-5.2"]', 'clauses = ["HZ-99"]')
    assert main(["profiles", "check", str(profiles / "hongze"), "--json"]) == 1
    (report,) = json.loads(capsys.readouterr().out)
    assert (report["profile"], [item["code"] for item in report["problems"]]) == ("hongze/2025-04-18", ["unknown-clause"])


def test_a_layer_beside_it_is_used_before_the_one_that_comes_with_the_software(
    capsys: pytest.CaptureFixture[str], profiles: Path
) -> None:
    change(profiles / "national/2018-02-08/roles.toml", "[defendant]", "[respondent]")
    assert main(["profiles", "check", str(profiles / "national")]) == 1
    assert "没有“defendant”" in capsys.readouterr().out
    home = profiles / "hongze/2025-04-18"
    rules = home / "obligations.toml"
    rules.write_text(
        rules.read_text(encoding="utf-8").replace('owed_by = "defendant"', 'owed_by = "respondent"'), encoding="utf-8"
    )
    national = profiles / "national/2018-02-08/obligations.toml"
    national.write_text(
        national.read_text(encoding="utf-8").replace('owed_by = "defendant"', 'owed_by = "respondent"'), encoding="utf-8"
    )
    assert main(["profiles", "check", str(home)]) == 0


@pytest.mark.parametrize(("name", "said"), [("nowhere", "无法读取"), ("empty", "没有政策文件"), ("undated", "须以施行日期命名")])
def test_what_cannot_be_checked_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "undated").mkdir()
    (tmp_path / "undated" / "identity.toml").write_text("", encoding="utf-8")
    assert main(["profiles", "check", str(tmp_path / name)]) == 2
    error = capsys.readouterr().err
    assert error.startswith("profile-path-unusable：")
    assert said in error


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x = " + b"[" * 100_000 + b"]" * 100_000, "括号嵌套过深"),
        (b"x = " + b"9" * 5_000, "有超出范围的数字"),
        (b"x = 9223372036854775808", "有超出范围的数字"),
        ("[x]\nvalue = '洪泽'".encode("gbk"), "第 14 个字节起不是 UTF-8 编码"),
        (b"[x]\nvalue = oui", "，第 2 行第 9 列"),
        (b'[x]\nvalue = "a\\u0000b"', "含有不可见的控制字符（U+0000），请删除"),
    ],
)
@pytest.mark.parametrize(("name", "code"), [("other", "profile-malformed"), ("clauses", "clauses-malformed")])
def test_a_file_that_cannot_be_read_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], profiles: Path, content: bytes, said: str, name: str, code: str
) -> None:
    home = profiles / "hongze/2025-04-18"
    (home / f"{name}.toml").write_bytes(content)
    assert main(["profiles", "check", str(home)]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "hongze/2025-04-18：1 个问题，不能公布。"
    assert told[1].startswith(f"  1. [{code}] ")
    assert f"hongze/2025-04-18/{name}.toml" in told[1]
    assert said in told[1]
    assert len(told) == 2


def test_a_byte_order_mark_of_an_editor_is_passed_over(capsys: pytest.CaptureFixture[str], profiles: Path) -> None:
    home = profiles / "hongze/2025-04-18"
    for file in home.glob("*.toml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert main(["profiles", "check", str(home)]) == 0
    assert capsys.readouterr().out.startswith("hongze/2025-04-18：可以公布")


@pytest.mark.parametrize("above", ["../../../..", "/usr", ".", "x" * 300, "a/../national"])
def test_what_is_inherited_is_looked_for_beside_the_profile_and_nowhere_else(
    capsys: pytest.CaptureFixture[str], profiles: Path, above: str
) -> None:
    home = profiles / "hongze/2025-04-18"
    change(home / "identity.toml", 'value = "national"', f'value = "{above}"')
    assert main(["profiles", "check", str(home)]) == 1
    assert f"[profile-malformed] hongze/2025-04-18/identity.toml 的 inherits：上级文件“{above}”不存在" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["20250418", "2025-W16-5"])
def test_the_day_of_a_folder_is_written_in_one_way(capsys: pytest.CaptureFixture[str], profiles: Path, name: str) -> None:
    (profiles / "hongze/2025-04-18").rename(profiles / "hongze" / name)
    assert main(["profiles", "check", str(profiles / "hongze")]) == 2
    assert "须以施行日期命名" in capsys.readouterr().err


def test_a_folder_is_called_as_a_profile_may_be(capsys: pytest.CaptureFixture[str], profiles: Path) -> None:
    (profiles / "hongze").rename(profiles / "洪 泽")
    assert main(["profiles", "check", str(profiles / "洪 泽")]) == 2
    error = capsys.readouterr().err
    assert error.startswith("profile-path-unusable：")
    assert "须以规则编号命名" in error


@pytest.mark.parametrize("name", [b"a\nb.toml", b"\xff\xfe.toml", b"Other.toml"])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_the_name_of_a_file_is_told_as_text_on_one_line(
    capsys: pytest.CaptureFixture[str], profiles: Path, name: bytes, form: tuple[str, ...]
) -> None:
    home = profiles / "hongze/2025-04-18"
    (home / os.fsdecode(name)).write_text("[x]\nvalue = 1\n", encoding="utf-8")
    assert main(["profiles", "check", str(home), *form]) == 1
    told = capsys.readouterr().out
    told.encode()
    (line,) = [line for line in told.splitlines() if "文件名须为" in line]
    assert "profile-malformed" in (told if form else line)
