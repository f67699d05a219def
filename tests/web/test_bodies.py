"""Bodies are read to the letter."""

from datetime import date, datetime
from typing import Annotated

import pytest
from pydantic import Field, Strict, ValidationError, create_model

from tests.web.conftest import Wire
from yingsu.web.bodies import Body, Day, Flag, Moment, Whole


@pytest.mark.parametrize(
    "loose",
    [int, bool, float, date, datetime, int | None, list[int], dict[str, date], Annotated[int, Field(ge=1)], tuple[int, ...]],
)
def test_a_field_that_would_be_coerced_is_refused_when_the_class_is_made(loose: type) -> None:
    with pytest.raises(TypeError, match=r"Claim\.field would accept other types: use Day, Moment, Whole, Flag or Strict\(\)"):
        create_model("Claim", __base__=Body, field=(loose, ...))


@pytest.mark.parametrize(
    "exact", [Whole, Flag, Day, Moment, Whole | None, tuple[Day, ...], dict[str, Whole], Annotated[float, Strict()], str]
)
def test_an_exact_field_is_taken(exact: type) -> None:
    assert "field" in create_model("Claim", __base__=Body, field=(exact, ...)).model_fields


def test_a_body_cannot_be_changed() -> None:
    class Claim(Body):
        day: Day

    claim = Claim.model_validate({"day": "2026-03-02"})
    assert claim.day == date(2026, 3, 2)
    with pytest.raises(ValidationError, match="frozen"):
        claim.day = date(2026, 3, 3)


def test_a_moment_keeps_its_offset() -> None:
    class Claim(Body):
        at: Moment

    assert Claim.model_validate({"at": "2026-03-02T09:30:00+08:00"}).at.isoformat() == "2026-03-02T09:30:00+08:00"


@pytest.mark.parametrize(
    ("form", "detail"),
    [
        (b"scope=a&scope=b", "表单中有重复的字段，每个字段只能出现一次。"),
        (b"&".join(b"f%d=1" % n for n in range(65)), "表单字段过多，请核对。"),
    ],
)
def test_a_form_has_each_field_once_and_few_of_them(stranger: Wire, form: bytes, detail: str) -> None:
    answer = stranger.send("POST", "/token", content=form, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (422, "form-malformed", detail)
