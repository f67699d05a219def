"""`yingsu whatif`: what is refused before an installation is opened, each in one line."""

from pathlib import Path
from shutil import copytree

import pytest

from yingsu.cli import main

HONGZE = Path(__file__).parents[1] / "yingsu/law/profiles/hongze"


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line with which a call is refused."""
    assert main(["whatif", *arguments]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    return line


@pytest.mark.parametrize("folder", ["/", "/usr", str(HONGZE), str(HONGZE.parent)])
def test_a_folder_that_is_no_profile_is_refused(capsys: pytest.CaptureFixture[str], folder: str) -> None:
    assert "不是一套政策文件。请写形如 profiles/hongze/2025-04-18 的文件夹" in refused(capsys, "--profile", folder)


@pytest.mark.parametrize("name", ["20250418", "2025-W16-5"])
def test_the_day_of_a_folder_is_written_in_one_way(capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str) -> None:
    copytree(HONGZE / "2025-04-18", tmp_path / "hongze" / name)
    assert "不是一套政策文件" in refused(capsys, "--profile", str(tmp_path / "hongze" / name))


def test_files_that_cannot_be_read_are_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    copytree(HONGZE, tmp_path / "hongze")
    (tmp_path / "hongze/2025-04-18/other.toml").mkdir()
    assert "无法读取" in refused(capsys, "--profile", str(tmp_path / "hongze/2025-04-18"))


@pytest.mark.parametrize("day", ["20260701", "2026-W10-1", "2026-02-30", "昨天"])
@pytest.mark.parametrize("option", ["--from", "--to"])
def test_a_day_is_written_in_one_way(capsys: pytest.CaptureFixture[str], option: str, day: str) -> None:
    assert f"{option} 应为日期，写作 2026-03-02，不能是“{day}”" in refused(capsys, "--profile", "dehua", option, day)


def test_a_stretch_that_ends_before_it_begins_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    line = refused(capsys, "--profile", "dehua", "--from", "2026-07-02", "--to", "2026-07-01")
    assert "--to 2026-07-01 早于 --from 2026-07-02" in line


@pytest.mark.parametrize("code", ["xx", "3208", "３２０８１３"])
def test_a_jurisdiction_is_a_division_code(capsys: pytest.CaptureFixture[str], code: str) -> None:
    assert "应为六位行政区划代码" in refused(capsys, "--profile", "dehua", "--jurisdiction", code)
