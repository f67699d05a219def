"""The files of a profile's folder as written. Owns their reading: everything that can be read is, and everything that cannot is told.

Lists (`[[obligations]]`) and parameters are read one by one, so that one wrong entry does not hide the next.
"""

import re
from collections.abc import Mapping
from typing import Any, Final, TypeVar

import msgspec

from yingsu.law import clauses, toml_file
from yingsu.law.clauses import Clause, ClausesMalformed
from yingsu.law.drafting.complaints import complaint
from yingsu.law.layer import ProfileMalformed
from yingsu.law.provision import Bulletin, Gate, Ladder, Metric, NamedDocument, Provision, Recurring, Register
from yingsu.law.rule import Parameter, Rule

OBLIGATIONS: Final = "obligations"
CLAUSES: Final = "clauses"
LISTS: Final[Mapping[str, type[Rule] | type[Provision]]] = {
    OBLIGATIONS: Rule,
    "recurring": Recurring,
    "metrics": Metric,
    "escalations": Ladder,
    "registers": Register,
    "gates": Gate,
    "bulletins": Bulletin,
    "documents": NamedDocument,
}
"""The files that hold a list under their own name, and what it is a list of. Every other file is a group of parameters."""

NAME: Final = re.compile(r"[a-z][a-z_]{1,39}", re.ASCII)
"""What a file may be called, without its ending."""

T = TypeVar("T")


class Folder(msgspec.Struct, frozen=True, kw_only=True):
    """What could be read. `clauses` is None without a file of them. `unread` names the files of which something could not be."""

    groups: dict[str, dict[str, Parameter]]
    lists: dict[str, tuple[Any, ...]]
    clauses: tuple[Clause, ...] | None
    flaws: tuple[ProfileMalformed | ClausesMalformed, ...]
    unread: frozenset[str]


def read_folder(files: Mapping[str, bytes], place: str) -> Folder:
    """The `.toml` files of a folder by name. `place` (`hongze/2025-04-18`) is for messages."""
    return _Reading(place).read(files)


class _Reading:
    """One reading, with what it found wrong so far."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._flaws: list[ProfileMalformed | ClausesMalformed] = []
        self._unread: set[str] = set()

    def read(self, files: Mapping[str, bytes]) -> Folder:
        """All of it."""
        groups: dict[str, dict[str, Parameter]] = {}
        lists: dict[str, tuple[Any, ...]] = dict.fromkeys(LISTS, ())
        own: tuple[Clause, ...] | None = None
        for file, content in sorted(files.items()):
            name, _, kind = file.rpartition(".")
            if kind != "toml":
                continue
            if not NAME.fullmatch(name):
                self._refuse(name, f"{self._place}/{name}.toml：文件名须为 2 至 40 个小写字母和下划线，以字母开头。请改名。")
                continue
            if name == CLAUSES:
                own = self._clauses(content)
                continue
            written = self._toml(name, content)
            if name in LISTS:
                lists[name] = self._list(name, written)
            else:
                groups[name] = self._group(name, written)
        return Folder(groups=groups, lists=lists, clauses=own, flaws=tuple(self._flaws), unread=frozenset(self._unread))

    def _toml(self, name: str, content: bytes) -> dict[str, Any]:
        try:
            return toml_file.read(content)
        except toml_file.Unreadable as error:
            self._refuse(name, f"{self._place}/{name}.toml：{error}。请修改后重试。")
            return {}

    def _clauses(self, content: bytes) -> tuple[Clause, ...]:
        try:
            return clauses.read(content, f"{self._place}/{CLAUSES}.toml")
        except ClausesMalformed as error:
            self._flaws.append(error)
            self._unread.add(CLAUSES)
            return ()

    def _group(self, name: str, written: dict[str, Any]) -> dict[str, Parameter]:
        found = {key: self._converted(value, Parameter, name, key) for key, value in written.items()}
        return {key: parameter for key, parameter in found.items() if parameter is not None}

    def _list(self, name: str, written: dict[str, Any]) -> tuple[Any, ...]:
        for other in written.keys() - {name}:
            self._refuse(name, f"{self._place}/{name}.toml：只能写 [[{name}]]，不能写 {other}。请移到 {other}.toml。")
        items = written.get(name, [])
        if not isinstance(items, list):
            self._refuse(name, f"{self._place}/{name}.toml：内容不合格式，应写作 [[{name}]]（两对方括号）。请修改后重试。")
            return ()
        found = [self._converted(item, LISTS[name], name, _key(item, no)) for no, item in enumerate(items, start=1)]
        return tuple(item for item in found if item is not None)

    def _converted(self, value: Any, kind: type[T], name: str, key: str) -> T | None:
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            words, path = complaint(str(error))
            where = f"{key}.{path}" if path else key
            self._refuse(name, f"{self._place}/{name}.toml 的 {where}：内容不合格式：{words}。")
            return None

    def _refuse(self, name: str, message: str) -> None:
        self._flaws.append(ProfileMalformed(message))
        self._unread.add(name)


def _key(item: Any, number: int) -> str:
    """What an entry of a list is called: its code, or its place in the file."""
    code = item.get("code") if isinstance(item, dict) else None
    return code if isinstance(code, str) and code else f"第{number}项"
