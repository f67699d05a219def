"""`yingsu profiles check PATH`: whether profiles may be put in force. Owns where it looks, and the form of its answer.

Exit codes: 0 every profile is in order; 1 at least one is not (each problem is told), or the answer cannot be written; 2 the request itself
cannot be carried out.
"""

import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from yingsu.errors import Malformed
from yingsu.law.drafting.checking import Checked, check_files
from yingsu.law.profile import Layers, Profile, assemble, builtin_layer, files_of

DEEPEST = 2
"""`profiles/<id>/<valid from>`: so many folders below the one named at most."""

PROFILE_ID: Final = re.compile(r"[a-z][a-z0-9_]{1,39}", re.ASCII)
"""What a profile, and so its folder, may be called."""


class PathUnusable(Malformed):
    """No profile lies there, or it cannot be read."""

    code = "profile-path-unusable"
    title = "没有可检查的政策文件"


class _Problem(msgspec.Struct, frozen=True):
    code: str
    message: str
    clauses: tuple[str, ...]


class _Report(msgspec.Struct, frozen=True):
    profile: str
    problems: tuple[_Problem, ...]


def check(path: Path, say: Callable[[str], None], *, as_json: bool = False) -> int:
    """Check the profile, or the profiles, at `path`; returns the exit code."""
    try:
        checked = [(f"{folder.parent.name}/{folder.name}", _checked(folder)) for folder in _folders(path)]
    except PathUnusable as error:
        sys.stderr.write(f"{error.code}：{_one_line(error.message)}\n")
        return 2
    if as_json:
        reports = tuple(_Report(profile=name, problems=_problems(found)) for name, found in checked)
        say(msgspec.json.format(msgspec.json.encode(reports)).decode())
    else:
        for name, found in checked:
            for line in _lines(name, found):
                say(line)
    return 1 if any(found.problems for _, found in checked) else 0


def _folders(path: Path) -> list[Path]:
    """The folders of profiles at or below `path`: those with TOML files in them. Raises PathUnusable."""
    try:
        # As given, a path may end in "." and so have no name of its own.
        start = path.resolve(strict=True)
        level = [start] if start.is_dir() else []
        found: list[Path] = []
        for _ in range(DEEPEST + 1):
            found += [folder for folder in level if any(file.suffix == ".toml" for file in folder.iterdir())]
            level = [inner for folder in level if folder not in found for inner in sorted(folder.iterdir()) if inner.is_dir()]
    except (OSError, RuntimeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise PathUnusable(f"无法读取 {path}（{reason}）。请核对路径和权限。") from error
    if not found:
        raise PathUnusable(f"{path} 中没有政策文件。请写明形如 profiles/hongze/2025-04-18 的文件夹，或者其上级文件夹。")
    for folder in found:
        _first_day(folder)
        if not PROFILE_ID.fullmatch(folder.parent.name):
            raise PathUnusable(
                f"文件夹 {folder.parent} 须以规则编号命名：小写字母开头，2 至 40 个小写字母、数字、下划线，如 hongze。请改名后重试。"
            )
    return found


def _first_day(folder: Path) -> date:
    try:
        day = date.fromisoformat(folder.name)
    except ValueError:
        day = date.max
    if day.isoformat() != folder.name:
        raise PathUnusable(f"文件夹 {folder} 须以施行日期命名，如 profiles/hongze/2026-01-01。请改名后重试。")
    return day


def _checked(folder: Path) -> Checked:
    return check_files(_files(folder), folder.parent.name, _first_day(folder), _beside(folder.parent.parent))


def _beside(root: Path) -> Layers:
    """Layers as they lie in the same place; those that do not, as they come with the software."""

    @cache
    def layer(profile_id: str, day: date) -> Profile | None:
        # Whatever is not the name of a profile would lead elsewhere.
        home = root / profile_id if PROFILE_ID.fullmatch(profile_id) else None
        beside = [folder for folder in home.iterdir() if folder.is_dir()] if home and home.is_dir() else []
        versions = sorted(_first_day(folder) for folder in beside)
        if not versions:
            return builtin_layer(profile_id, day)
        first = max((version for version in versions if version <= day), default=versions[0])
        return assemble(_files(root / profile_id / first.isoformat()), profile_id, first, lambda *_: None).profile

    return layer


def _files(folder: Path) -> dict[str, bytes]:
    try:
        return files_of(folder)
    except OSError as error:
        raise PathUnusable(f"无法读取 {folder} 中的文件（{error.strerror}）。请核对权限。") from error


def _problems(found: Checked) -> tuple[_Problem, ...]:
    return tuple(_Problem(problem.code, _one_line(problem.message), problem.clauses) for problem in found.problems)


def _lines(name: str, found: Checked) -> Sequence[str]:
    profile = found.profile
    if not found.problems:
        values = sum(len(group) for group in profile.parameters.values())
        others = sum(1 for _ in profile.provisions())
        return [f"{name}：可以公布（期限规则 {len(profile.rules)} 条，其他规定 {others} 项，参数 {values} 项）。"]
    numbered = [f"  {number}. [{problem.code}] {problem.message}" for number, problem in enumerate(_problems(found), start=1)]
    return [f"{name}：{len(found.problems)} 个问题，不能公布。", *numbered]


def _one_line(message: str) -> str:
    """The message as a terminal and a JSON file can take it: names of files may hold line breaks, and bytes that are no text."""
    return " ".join(message.split()).encode(errors="backslashreplace").decode()
