"""`yingsu whatif`: a stretch of the ledger's history under another profile. Owns its arguments and the form of its answer; writes nothing.

Exit codes: 0 done, 1 refused or failed, 2 the command line is wrong.
"""

import argparse
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from services.registry.whatif import MOST_SHOWN, Outcome, Progress, Trial, play
from services.registry.whatif_routes import outcome_record
from yingsu.clock import legal_day, system_clock
from yingsu.errors import Malformed, NotFound
from yingsu.installation import opened
from yingsu.law import published
from yingsu.law.drafting.checking import DIVISION
from yingsu.law.layer import Profile
from yingsu.law.profile import load_profile
from yingsu.law.whatif import Change
from yingsu.ledger.store import Ledger
from yingsu.settings import Settings

CHANGES: Final[dict[Change, str]] = {
    "gained": "新增",
    "lost": "消失",
    "moved": "日期变动",
    "newly_overdue": "变为逾期",
    "no_longer_overdue": "不再逾期",
}
_PUBLISHED = re.compile(r"([a-z][a-z0-9_]*)(?:\.([0-9]{1,9}))?", re.ASCII)


class ProfileUnknown(NotFound):
    """Neither a published profile nor a folder of one."""

    code = "profile-not-found"
    title = "未找到规则"


class JurisdictionNeeded(Malformed):
    """A profile of no jurisdiction, and none was named."""

    code = "jurisdiction-needed"
    title = "缺少行政区划代码"


class DayMalformed(Malformed):
    """Not a day, or a stretch that ends before it begins."""

    code = "date-malformed"
    title = "日期有误"


def what_if(settings: Settings, given: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Carry out the command. Progress goes to standard error, the outcome to standard output."""
    first = _day(given.first, "--from") if given.first else None
    last = _day(given.last, "--to") if given.last else legal_day(system_clock())
    if first is not None and first > last:
        raise DayMalformed(f"--to {last} 早于 --from {first}。请更正。")
    if given.jurisdiction and not DIVISION.fullmatch(given.jurisdiction):
        raise JurisdictionNeeded(f"--jurisdiction 应为六位行政区划代码（GB/T 2260），如 320813，不能是“{given.jurisdiction}”。")
    folder = Path(given.profile)
    drafted = _drafted(folder.resolve()) if given.profile and folder.is_dir() else None
    with opened(settings) as installation:
        profile = drafted or _published(installation.ledger, given.profile)
        jurisdiction = given.jurisdiction or profile.jurisdiction
        if jurisdiction is None:
            raise JurisdictionNeeded("这套规则不属于任何辖区，请用 --jurisdiction 写明推演哪个辖区的历史，例如 320813。")
        trial = Trial(
            profile=profile,
            jurisdiction=jurisdiction,
            first=first,
            last=last,
            agency=given.agency,
            shown=max(0, min(given.shown, MOST_SHOWN)),
        )
        for item in play(installation.database, published.load_rules(installation.ledger), trial):
            if isinstance(item, Progress):
                sys.stderr.write(f"已看 {item.cases}/{item.of} 件\n")
            elif given.json:
                say(msgspec.json.encode(outcome_record(item)).decode())
            else:
                _tell(item, trial, say)
    return 0


def _published(ledger: Ledger, name: str) -> Profile:
    """A published profile by its id, or `<id>.<version>`."""
    found = _PUBLISHED.fullmatch(name)
    version = int(found[2]) if found and found[2] else None
    event = published.profile(ledger, found[1], version) if found else None
    if event is None:
        raise ProfileUnknown(f"没有公布规则“{name}”，也没有这个文件夹。请写规则编号（如 dehua、dehua.1）或者政策文件的文件夹。")
    return published.profile_content(ledger, event)


def _drafted(folder: Path) -> Profile:
    """The profile in a folder `<id>/<first day>`, published or not."""
    first = _written(folder.name)
    if first is None or not folder.parent.name:
        raise ProfileUnknown(f"文件夹 {folder} 不是一套政策文件。请写形如 profiles/hongze/2025-04-18 的文件夹。")
    try:
        return load_profile(folder.parents[1], folder.parent.name, first)
    except OSError as error:
        raise ProfileUnknown(f"无法读取 {folder} 中的文件（{error.strerror}）。请核对文件和权限。") from error


def _tell(outcome: Outcome, trial: Trial, say: Callable[[str], None]) -> None:
    stretch = f"{trial.first or '最初'}至{trial.last}"
    say(f"辖区 {trial.jurisdiction}，{stretch}：现行规则与“{trial.profile.title}”（{trial.profile.id}）比较。")
    say("事项：现行（其中逾期）→ 推演（其中逾期）")
    for code in sorted(outcome.before.keys() | outcome.after.keys()):
        sides = (outcome.before.get(code), outcome.after.get(code))
        before, after = (f"{side.obligations}（{side.overdue}）" if side else "0（0）" for side in sides)
        say(f"  {code}：{before} → {after}")
    say("变化：" + "，".join(f"{title} {outcome.counted.get(change, 0)}" for change, title in CHANGES.items()))
    for item in outcome.differences:
        found = item.either
        days = [f"{side.due}" if side else "无" for side in (item.before, item.after)]
        changes = "、".join(CHANGES[change] for change in item.changes)
        say(
            f"  {changes}：{found.title}，{found.party or '整个案件'}，{found.case_id}，{days[0]} → {days[1]}（{found.authority}）"
        )
    for record in outcome_record(outcome)["agencies"]:
        for metric in record["metrics"]:
            shown = [_side(metric[side]) for side in ("before", "after")]
            if shown[0] != shown[1]:
                say(f"  {metric['title']}，{record['agency_id']}：{shown[0]} → {shown[1]}")
        tiers = ["、".join(f"{tier['ladder']} {tier['title']}" for tier in record["tiers"][side]) for side in ("before", "after")]
        if tiers[0] != tiers[1]:
            say(f"  问责档次，{record['agency_id']}：{tiers[0] or '无'} → {tiers[1] or '无'}")
    for left in outcome.undetermined:
        say(f"  未能计算：{left.case_id}，{left.reason}")


def _side(figure: dict[str, Any] | None) -> str:
    """A figure in a few words."""
    if figure is None:
        return "无"
    count = f"{figure['numerator']}" if figure["denominator"] is None else f"{figure['numerator']}/{figure['denominator']}"
    verdict = {True: "，达标", False: "，未达标", None: ""}[figure["met"]]
    return f"{count}{'（' + figure['percent'] + '）' if figure['percent'] else ''}{verdict}"


def _day(text: str, option: str) -> date:
    day = _written(text)
    if day is None:
        raise DayMalformed(f"{option} 应为日期，写作 2026-03-02，不能是“{text}”。")
    return day


def _written(text: str) -> date | None:
    """The day that is written `YYYY-MM-DD`; None for whatever else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
