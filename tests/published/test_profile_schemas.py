"""The JSON Schemas of profiles' and calendars' files: up to date, in Chinese, and they say what the loader says."""

import json
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from yingsu.law import calendar
from yingsu.law.drafting.folder import LISTS
from yingsu.law.drafting.schema import files, schemas
from yingsu.law.profile import builtin_profiles, builtin_root

FOLDER = Path(__file__).parents[2] / "openapi"
WRITTEN = sorted(
    (name, first, file.name)
    for name, first in builtin_profiles()
    for file in builtin_root().joinpath(name, first.isoformat()).iterdir()
    if file.name.endswith(".toml")
)


@cache
def validator(kind: str) -> jsonschema.Draft7Validator:
    schema = schemas().get(kind, schemas()["parameters"])
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)


def as_an_editor_sees_it(text: str) -> Any:
    """TOML as the value that a JSON Schema is asked of: dates are texts."""
    return json.loads(json.dumps(tomllib.loads(text), default=lambda day: day.isoformat()))


def test_the_files_are_what_the_code_says_now() -> None:
    there = {path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in FOLDER.glob("profiles/*")}
    assert there == files()


def test_every_kind_of_file_has_a_schema() -> None:
    assert set(schemas()) == {*LISTS, "identity", "parameters", "clauses", "calendar-year"}


def test_every_key_is_explained_in_chinese() -> None:
    unexplained = [
        f"{kind}: {name}.{key}"
        for kind, schema in schemas().items()
        for name, part in schema["definitions"].items()
        for key, inner in part["properties"].items()
        if not any("一" <= char <= "鿿" for char in inner.get("description", ""))
    ]
    assert unexplained == []


@pytest.mark.parametrize(("name", "first", "file"), WRITTEN)
def test_the_built_in_files_fit(name: str, first: date, file: str) -> None:
    text = builtin_root().joinpath(name, first.isoformat(), file).read_text(encoding="utf-8")
    errors = [
        f"{list(error.path)}: {error.message}"
        for error in validator(file.removesuffix(".toml")).iter_errors(as_an_editor_sees_it(text))
    ]
    assert errors == []


def test_the_built_in_calendars_and_clauses_fit() -> None:
    for year in calendar.builtin_years():
        validator("calendar-year").validate(as_an_editor_sees_it(calendar.builtin_bytes(year).decode()))
    for path in (Path(__file__).parents[2] / "yingsu/law/clauses").glob("*.toml"):
        validator("clauses").validate(as_an_editor_sees_it(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("obligations", '[[obligations]]\ncode = "a"\n'),
        ("obligations", "[[recurring]]\n"),
        ("obligations", "[obligations]\n"),
        ("roles", "[office]\nvalu = 1\n"),
        ("identity", '[jurisdiction]\nvalue = "320813"\n'),
        (
            "calendar-year",
            "year = 2027\nnotices = []\nholidays = [{ name = '元旦', rest = [2027-01-01], worked = [], notice = 'x' }]\n",
        ),
    ],
)
def test_what_the_loader_refuses_an_editor_marks(kind: str, text: str) -> None:
    assert not validator(kind).is_valid(as_an_editor_sees_it(text))
