"""Publishing the rules: calendars and profiles become events that name their content by SHA-256. Versions count from 1 without a gap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from services.registry.desk import written_today
from yingsu.clock import Clock
from yingsu.errors import Refused
from yingsu.events.registry.rules import CalendarPublished, ProfilePublished
from yingsu.law import published
from yingsu.law.calendar import CalendarYear
from yingsu.law.profile import Profile, bundle
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out
from yingsu.ledger.entry import Receipt, StreamWrite
from yingsu.ledger.store import Ledger
from yingsu.officials.divisions import NATIONAL

FURTHEST: Final = date(2100, 12, 31)
"""The last day of the last year that a calendar can be published for."""


class AlreadyPublished(Refused):
    """The latest version has the same content."""

    code = "already-published"
    title = "内容已公布"


class JudgedAlready(Refused):
    """A new version would change what holds for days already judged."""

    code = "judged-already"
    title = "不得溯及既往"


class DayTooFar(Refused):
    """A day that no calendar will ever reach: its year is mistyped."""

    code = "day-too-far"
    title = "日期过远"


class FourEyes(Refused):
    """One person prepared and published a profile."""

    code = "four-eyes"
    title = "须两人经办"


def publish_calendar(
    latest: CalendarPublished | None, *, year: int, sha256: str, notices: Sequence[str], published_by: str
) -> CalendarPublished:
    """Publish a year's calendar, or an amended version of it (2019 and 2020 were amended within the year). AlreadyPublished."""
    if latest is not None and latest.sha256 == sha256:
        raise AlreadyPublished(f"{year} 年日历第 {latest.version} 版内容相同，无需再次公布。")
    return CalendarPublished(
        year=year,
        version=latest.version + 1 if latest else 1,
        sha256=sha256,
        notices=tuple(notices),
        published_by=published_by,
    )


def publish_profile(
    latest: ProfilePublished | None,
    *,
    profile_id: str,
    jurisdiction: str | None,
    sha256: str,
    effective_from: date,
    prepared_by: str,
    published_by: str,
    judged_until: date | None,
    last_day: date | None = None,
) -> ProfilePublished:
    """Publish a profile. Days up to `judged_until` were judged by earlier versions (None: nothing was); after `last_day` the latest is
    retired. AlreadyPublished, JudgedAlready, DayTooFar, FourEyes."""
    if prepared_by == published_by:
        raise FourEyes("规则的拟订人和公布人须为两人。请由另一名管理员公布。")
    check_profile(
        latest,
        profile_id=profile_id,
        sha256=sha256,
        effective_from=effective_from,
        judged_until=judged_until,
        last_day=last_day,
    )
    return ProfilePublished(
        profile_id=profile_id,
        version=latest.version + 1 if latest else 1,
        jurisdiction=jurisdiction,
        sha256=sha256,
        effective_from=effective_from,
        prepared_by=prepared_by,
        published_by=published_by,
    )


def check_profile(
    latest: ProfilePublished | None,
    *,
    profile_id: str,
    sha256: str,
    effective_from: date,
    judged_until: date | None,
    last_day: date | None = None,
) -> None:
    """May a version of this content govern from `effective_from` on? The same content may, from before the latest begins, or from after
    `last_day`, when it is retired. AlreadyPublished, JudgedAlready, DayTooFar."""
    check_day(effective_from, "适用日期")
    if latest is not None and latest.sha256 == sha256 and latest.effective_from <= effective_from <= (last_day or effective_from):
        raise AlreadyPublished(f"规则 {profile_id} 第 {latest.version} 版内容相同，无需再次公布。")
    if judged_until is not None and effective_from <= judged_until:
        raise JudgedAlready(
            f"规则 {profile_id} 的新版本最早自 {judged_until + timedelta(days=1)} 起生效：此前的期限已按原规则认定。请改用该日或以后的生效日期。"
        )


def check_day(day: date, what: str) -> None:
    """May rules begin, or end, on a day? `what` is its name. DayTooFar."""
    if day > FURTHEST:
        raise DayTooFar(f"{what} {day} 晚于 {FURTHEST}，工作日历不会排到那时，可能写错了年份。请核对后重新提交。")


@dataclass(frozen=True)
class RulesDesk:
    """Publishing into the ledger: the content first, under its SHA-256, then the event that names it. `clock` is the record clock."""

    ledger: Ledger
    clock: Clock

    def has_cases(self, jurisdiction: str | None) -> bool:
        """Is there a case of the jurisdiction or of one below it (None: of any), whose periods were judged by the rules as they are?"""
        with self.ledger.database.read(EVERYWHERE) as cursor:
            query = "SELECT EXISTS (SELECT FROM ledger.case_access WHERE starts_with(jurisdiction, %s))"
            row = cursor.execute(query, (_prefix(jurisdiction or NATIONAL),)).fetchone()
        return row is not None and bool(row[0])

    def publish_calendar(self, request: Request, content: bytes) -> Receipt:
        """Publish the file of one calendar year. CalendarMalformed, and what `publish_calendar` raises."""
        year = CalendarYear.from_bytes(content)
        sha256 = self.ledger.put_blob(content)

        def decide() -> list[StreamWrite]:
            latest = published.calendar(self.ledger, year.year)
            event = publish_calendar(
                latest,
                year=year.year,
                sha256=sha256,
                notices=year.notices,
                published_by=request.actor.official or request.actor.client,
            )
            return [written_today(self.clock, published.calendar_stream(year.year), event.version - 1, event, NATIONAL)]

        return carry_out(self.ledger, request, decide)

    def publish_profile(
        self, request: Request, profile: Profile, *, effective_from: date, prepared_by: str, judged_until: date | None
    ) -> None:
        """Publish a profile. What `publish_profile` raises."""
        sha256 = self.ledger.put_blob(bundle(profile))

        def decide() -> list[StreamWrite]:
            history = published.history(self.ledger, profile.id)
            event = publish_profile(
                history.latest,
                profile_id=profile.id,
                jurisdiction=profile.jurisdiction,
                sha256=sha256,
                effective_from=effective_from,
                prepared_by=prepared_by,
                published_by=request.actor.official or request.actor.client,
                judged_until=judged_until,
            )
            return [
                written_today(
                    self.clock, published.profile_stream(profile.id), history.length, event, profile.jurisdiction or NATIONAL
                )
            ]

        carry_out(self.ledger, request, decide)


def _prefix(division: str) -> str:
    """What the codes of a division and of those below it begin with: a city's ends in 00, a province's in 0000, that of all in 000000."""
    while division.endswith("00"):
        division = division[:-2]
    return division
