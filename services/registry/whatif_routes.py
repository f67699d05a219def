"""What-if over HTTP: a stretch of history under another profile, published or put forward as a draft, as lines of JSON with the progress.
Nothing is written."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Depends
from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError
from starlette.responses import StreamingResponse

from services.registry.draft_routes import SHA256, seen
from services.registry.drafting import DraftingDesk
from services.registry.rules_routes import ProfileNotFound
from services.registry.whatif import MOST_SHOWN, Outcome, Progress, Trial, play
from yingsu.clock import legal_day
from yingsu.errors import Malformed
from yingsu.law import published
from yingsu.law.figures.assessing import Assessed
from yingsu.law.figures.metrics import Figure
from yingsu.law.layer import Profile
from yingsu.law.published import RulesInForce
from yingsu.law.whatif import CHANGES, Difference
from yingsu.ledger.store import Ledger
from yingsu.officials.callers import Caller
from yingsu.officials.divisions import within
from yingsu.web.auth import allow, require_scope
from yingsu.web.bodies import Body, Day, Whole
from yingsu.web.deps import Deps

WHATIF: Final = "规则推演"
MEDIA_TYPE: Final = "application/x-ndjson"

Analyst = Annotated[Caller, Depends(allow("due:read", roles=("supervisor", "auditor")))]

_LINES: Final = (
    "每行一个 JSON 对象。progress：已看的争议数和总数；最后一行 outcome：两套规则下各事项的数目和逾期数（before 现行，after 推演）、"
    "各种变化的数目和逐项变化，各机关的指标和问责档次。没有最后一行的，是中断的结果，须重新推演。"
)


class PeriodReversed(Malformed):
    """The stretch ends before it begins."""

    code = "period-reversed"
    title = "期间有误"


class WhatIfBody(Body):
    """What is to be tried."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"jurisdiction": "320813", "profile_id": "dehua", "first": "2026-01-01", "last": "2026-06-30"},
                {
                    "jurisdiction": "320813",
                    "profile_id": "hongze",
                    "draft": "7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069",
                },
            ]
        }
    )

    jurisdiction: str = Field(title="行政区划代码", description="推演哪个辖区的历史", max_length=6, examples=["320813"])
    profile_id: str = Field(
        title="规则编号", description="以这套规则代替现行规则，可以是别的辖区的", max_length=100, examples=["dehua"]
    )
    version: Whole | None = Field(default=None, ge=1, le=10_000, title="版本", description="已公布的第几版；不写则为最新")
    draft: Annotated[str, StringConstraints(pattern=SHA256)] | None = Field(
        default=None,
        title="草案的 SHA-256",
        description="以这份草案代替现行规则，不论是否已公布；见草案目录，须有 registry:read 的权限。不能与 version 同时填写",
    )
    first: Day | None = Field(default=None, title="起日", description="只看自这一日起开始的事项；不写则从头")
    last: Day | None = Field(default=None, title="止日", description="只看至这一日的事实，并以这一日判断是否逾期；不写则为今日")
    agency_id: str | None = Field(default=None, title="机关编号", description="只看一个机关；不写则全部", max_length=100)
    shown: Whole = Field(default=200, ge=0, le=MOST_SHOWN, title="列出的变化数", description="其余只计数")

    @model_validator(mode="after")
    def _one_of_both(self) -> "WhatIfBody":
        if self.version is not None and self.draft is not None:
            raise PydanticCustomError("version_and_draft", "version（已公布的版本）和 draft（草案）只能填写一项，请删去另一项。")
        return self


class JsonLines(StreamingResponse):
    """Lines of JSON, sent as they are made."""

    media_type = MEDIA_TYPE


def whatif_routes(deps: Deps, rules: RulesInForce, drafting: DraftingDesk) -> APIRouter:
    """Reads the ledger and computes."""
    router = APIRouter(tags=[WHATIF])

    @router.post(
        "/whatif",
        summary="推演：换一套规则会怎样",
        response_class=JsonLines,
        responses={200: {"description": _LINES, "content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}},
    )
    def try_profile(asked: WhatIfBody, caller: Analyst) -> JsonLines:
        """同一段历史分别按现行规则和另一套规则（已公布的，或者提交的草案）计算，逐项比较：新增、消失、日期变动、变为逾期、不再逾期。不登记任何内容，不需要幂等键。"""
        if not within((asked.jurisdiction,), caller.jurisdictions):
            raise ProfileNotFound("这个辖区不在您的管辖区域内。请核对行政区划代码。")
        last = asked.last or legal_day(deps.clock())
        if asked.first is not None and asked.first > last:
            raise PeriodReversed(f"止日 {last} 早于起日 {asked.first}，未推演。请更正后重新提交。", pointer="/last")
        trial = Trial(
            profile=_drafted(drafting, caller, asked.profile_id, asked.draft) if asked.draft else _published(deps.ledger, asked),
            jurisdiction=asked.jurisdiction,
            first=asked.first,
            last=last,
            agency=asked.agency_id,
            shown=asked.shown,
        )
        return JsonLines(_lines(play(deps.ledger.database, rules.now(), trial)))

    return router


def _drafted(drafting: DraftingDesk, caller: Caller, profile_id: str, sha256: str) -> Profile:
    """What a draft says, for whoever may read it. ScopeMissing, DraftNotFound."""
    require_scope(caller, "registry:read")
    return drafting.content(seen(caller, drafting.drafts(profile_id), sha256))


def _published(ledger: Ledger, asked: WhatIfBody) -> Profile:
    event = published.profile(ledger, asked.profile_id, asked.version)
    if event is None:
        raise ProfileNotFound("没有公布这套规则（或所要的版本）。请先查看规则目录。")
    return published.profile_content(ledger, event)


def _lines(found: Iterator[Progress | Outcome]) -> Iterator[bytes]:
    for item in found:
        if isinstance(item, Progress):
            yield msgspec.json.encode({"progress": item}) + b"\n"
        else:
            yield msgspec.json.encode({"outcome": outcome_record(item)}) + b"\n"


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON values. Of an obligation: what it is, for whom, and its days under both."""
    codes = sorted(outcome.before.keys() | outcome.after.keys())
    return {
        "obligations": [{"code": code, "before": outcome.before.get(code), "after": outcome.after.get(code)} for code in codes],
        "counted": {change: outcome.counted.get(change, 0) for change in CHANGES},
        "differences": [_difference(item, outcome.last) for item in outcome.differences],
        "undetermined": outcome.undetermined,
        "agencies": [_assessed(before, after) for before, after in outcome.agencies],
    }


def _assessed(before: Assessed, after: Assessed) -> dict[str, Any]:
    """An agency's figures and proposed tiers, side by side."""
    figures = [{figure.code: figure for figure in side.figures} for side in (before, after)]
    return {
        "agency_id": before.agency,
        "metrics": [
            {
                "code": code,
                "title": next(side[code].title for side in figures if code in side),
                "before": _figure(figures[0].get(code)),
                "after": _figure(figures[1].get(code)),
            }
            for code in dict.fromkeys((*figures[0], *figures[1]))
        ],
        "tiers": {"before": _tiers(before), "after": _tiers(after)},
    }


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None or figure.missing:
        return None
    whole = None if figure.denominator is None else len(figure.denominator)
    return {
        "numerator": len(figure.numerator),
        "denominator": whole,
        "percent": figure.rate.percent if figure.rate else None,
        "target": figure.target,
        "met": figure.met,
    }


def _tiers(side: Assessed) -> list[dict[str, Any]]:
    return [
        {"ladder": standing.code, "no": step.no, "title": step.title, "case_id": standing.case_id, "clauses": step.clauses}
        for standing in side.standings
        for step in standing.proposed
    ]


def _difference(item: Difference, today: date) -> dict[str, Any]:
    found = item.either
    return {
        "changes": item.changes,
        "case_id": found.case_id,
        "agency_id": found.party,
        "code": found.code,
        "title": found.title,
        "clauses": found.clauses,
        "started_on": found.started_by.on,
        "before": item.before and {"due": item.before.due, "standing": item.before.standing(today)},
        "after": item.after and {"due": item.after.due, "standing": item.after.standing(today)},
    }
