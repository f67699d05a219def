"""The image, checked without building it: what goes in and what must not, who it runs as, and that the package in it is whole."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest

from yingsu.cli import parser

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
IGNORED = [
    line
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def instructions() -> list[tuple[str, str]]:
    """The instructions in order, each on one line."""
    joined = re.sub(r"\s*\\\n\s*", " ", TEXT)
    lines = [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines)]


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of each stage; what stands before the first is left out."""
    found: list[list[tuple[str, str]]] = []
    for name, rest in instructions():
        if name == "FROM":
            found.append([])
        if found:
            found[-1].append((name, rest))
    return found


def all_of(wanted: str, stage: int | None = None) -> list[str]:
    """What the instructions `wanted` say."""
    among = instructions() if stage is None else stages()[stage]
    return [rest for name, rest in among if name == wanted]


def copied() -> list[str]:
    """What is copied from the repository."""
    return [source for rest in all_of("COPY") if not rest.startswith("--from") for source in shlex.split(rest)[:-1]]


def goes_in(path: str) -> bool:
    """Whether .dockerignore lets a path of the repository into the build: the last line that fits decides."""
    parts = path.split("/")
    above = ["/".join(parts[: length + 1]) for length in range(len(parts))]
    result = True
    for line in IGNORED:
        pattern = line.removeprefix("!").removeprefix("**/")
        anywhere = "**/" in line
        if any(fnmatch(part.rpartition("/")[2] if anywhere else part, pattern) for part in above):
            result = line.startswith("!")
    return result


def sources() -> set[str]:
    """The files of the packages in the repository, as the wheel should have them."""
    kept = (".py", ".toml", ".json", ".mako", ".typed")
    return {
        str(path.relative_to(ROOT))
        for name in ("yingsu", "services", "migrations")
        for path in (ROOT / name).rglob("*")
        if path.suffix in kept and "__pycache__" not in path.parts
    }


def test_what_is_copied_exists_and_is_what_the_package_consists_of() -> None:
    assert all((ROOT / source).exists() for source in copied())
    packages = {pattern.removesuffix("*") for pattern in PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]}
    assert set(copied()) == packages | {"pyproject.toml", "requirements.lock"}


def test_nothing_but_that_can_get_in() -> None:
    assert all(goes_in(source) for source in copied())
    assert all(goes_in(source) for source in sources())
    outside = (
        ".yingsu/keys/master.key",
        ".yingsu-demo/keys",
        ".env",
        ".git/config",
        "deploy/example.env",
        "tests/whole.py",
        "notes.txt",
    )
    assert [path for path in (*outside, "yingsu/__pycache__/cli.cpython-313.pyc") if goes_in(path)] == []


def test_dependencies_are_the_locked_ones_with_their_hashes() -> None:
    installs = [rest for rest in all_of("RUN") if "pip install" in rest]
    assert [("--require-hashes" in rest, "-r requirements.lock" in rest) for rest in installs] == [(True, True), (False, False)]
    assert {"--no-deps", "--no-index", "--no-build-isolation"} <= set(installs[1].split()), "the project itself fetches nothing"
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.split(r"^(?=[a-zA-Z0-9])", lock, flags=re.MULTILINE)[1:]
    assert pinned
    assert [entry.split()[0] for entry in pinned if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_base_is_a_python_that_the_software_supports() -> None:
    assert [rest.partition("=")[0] for rest in all_of("ARG")] == ["BASE", "PIP_INDEX_URL"]
    (version,) = re.findall(r"^BASE=python:3\.(\d+)-slim", "\n".join(all_of("ARG")), re.MULTILINE)
    (least,) = re.findall(r">=3\.(\d+)", PROJECT["project"]["requires-python"])
    assert int(version) >= int(least)
    assert all_of("FROM") == ["${BASE} AS build", "${BASE}"]


def test_it_runs_as_nobody_special_and_its_folders_are_its_own() -> None:
    assert all_of("USER", -1) == ["10001:10001"]
    names = [name for name, _ in stages()[-1]]
    assert "RUN" not in names[names.index("USER") :]
    (account,) = all_of("RUN", -1)
    assert "--uid 10001" in account
    (folders,) = re.findall(r"install -d -o yingsu -g yingsu -m 0700 (.*)", account)
    assert folders.split() == ["/var/lib/yingsu", *(f"/var/lib/yingsu/{name}" for name in ("keys", "files", "credentials"))]
    assert "YINGSU_DATA=/var/lib/yingsu" in all_of("ENV", -1)[0].split()


def test_it_holds_no_secret() -> None:
    values = " ".join((*all_of("ENV"), *all_of("ARG")))
    assert re.findall(r"\w*(?:PASSWORD|SECRET|TOKEN|KEY)\w*", values) == []
    assert all_of("ADD") == []


def test_its_command_is_the_command_line() -> None:
    assert all_of("ENTRYPOINT") == ['["yingsu"]']
    assert PROJECT["project"]["scripts"] == {"yingsu": "yingsu.cli:main"}
    (trial,) = (rest.split()[1:] for rest in all_of("RUN") if rest.startswith("/opt/yingsu/bin/yingsu"))
    assert parser().parse_args(trial).command == "deadline"


def test_its_health_check_asks_a_service_whether_it_is_ready() -> None:
    (check,) = all_of("HEALTHCHECK")
    assert "/health/ready" in check
    (program,) = re.findall(r'"-c", "(.*)"\]', check)
    compile(program, "HEALTHCHECK", "exec")
    assert re.findall(r"'127\.0\.0\.1', (\d+)", program) == all_of("EXPOSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What is in the package that the image installs, made from what is copied."""
    folder = tmp_path_factory.mktemp("image")
    for source in copied():
        path = ROOT / source
        if path.is_dir():
            shutil.copytree(path, folder / source, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, folder)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        "out",
        ".",
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = (folder / "out").glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_the_package_has_every_module_rule_calendar_and_migration(wheel: set[str]) -> None:
    missing = sources() - wheel
    assert missing == set()
    assert {name.split("/")[0] for name in wheel if ".dist-info" not in name} == {"yingsu", "services", "migrations"}
