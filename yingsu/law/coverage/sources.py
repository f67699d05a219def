"""What the source code and the tests say of clauses, read from the files themselves. For whoever generates the list; not used at run time."""

import ast
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from yingsu.law import clauses
from yingsu.law.coverage.covering import Sources, cover
from yingsu.law.coverage.listed import Coverage, text_of
from yingsu.law.profile import builtin_profiles, load_builtin

LIST: Final = Path("yingsu/law/coverage/coverage.json")
_CODE: Final = ("yingsu", "services")
_TESTS: Final = Path("tests/clauses")
_BY_FIELDS: Final = "require_parts"
"""The function that enforces every gate whose parts are fields of a step."""
_SHOWN: Final = "examples"
"""What stands in an argument of this name is an example for readers."""


def generated(root: Path) -> str:
    """The list as the checkout at `root` says now."""
    return text_of(found(root))


def found(root: Path) -> Iterator[Coverage]:
    """What there is of each clause of the documents, by document."""
    profiles = [load_builtin(name, first) for name, first in builtin_profiles() if name != clauses.NATIONAL]
    latest = {profile.id: profile for profile in profiles}
    names = {clause.id for profile in profiles for clause in clauses.load(profile.id)}
    names |= {kept.code for profile in profiles for kept in (*profile.gates, *profile.registers)}
    sources = read(root, names)
    for profile in latest.values():
        yield from cover(profile, clauses.load(profile.id), sources)


def read(root: Path, names: Collection[str]) -> Sources:
    """Where the code under `root` names one of `names`, and which tests are marked for which clause."""
    places: dict[str, list[str]] = {}
    by_fields: list[str] = []
    for folder in _CODE:
        for path in sorted((root / folder).rglob("*.py")):
            module = ".".join(path.relative_to(root).with_suffix("").parts)
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for name, place in _named(tree, module, names):
                places.setdefault(name, []).append(place)
            by_fields += [f"{module}.{_BY_FIELDS}" for node in tree.body if getattr(node, "name", None) == _BY_FIELDS]
    tests: dict[str, list[str]] = {}
    record: list[str] = []
    for path in sorted((root / _TESTS).glob("test_*.py")):
        for test, marked in _marked(ast.parse(path.read_text(encoding="utf-8"))):
            name = f"{path.relative_to(root).as_posix()}::{test}"
            if marked is None:
                record.append(name)
            for identifier in marked or ():
                tests.setdefault(identifier, []).append(name)
    return Sources(
        places={name: tuple(dict.fromkeys(of)) for name, of in places.items()},
        tests={name: tuple(dict.fromkeys(of)) for name, of in tests.items()},
        record_tests=tuple(record),
        by_fields=tuple(by_fields),
    )


def _named(node: ast.AST, place: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each name that a text of the code is, with the function or class that it stands in."""
    for child in ast.iter_child_nodes(node):
        described = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
        if described or (isinstance(child, ast.keyword) and child.arg == _SHOWN):
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str) and child.value in names:
            yield child.value, place
        inner = f"{place}.{child.name}" if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else place
        yield from _named(child, inner, names)


def _marked(module: ast.Module) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """Each test with the clauses of its marks; None where it is marked `record_only`, for all clauses that only exhort."""
    for node in module.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or not node.name.startswith("test_"):
            continue
        for mark in node.decorator_list:
            name = ast.unparse(mark.func if isinstance(mark, ast.Call) else mark)
            if name == "pytest.mark.record_only":
                yield node.name, None
            elif name == "pytest.mark.clause" and isinstance(mark, ast.Call):
                yield node.name, tuple(str(arg.value) for arg in mark.args if isinstance(arg, ast.Constant))
