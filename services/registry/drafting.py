"""The desk for drafts of profiles: put forward, decide, publish, retire. Owns from which day on a version may govern.

The content of a draft lies in the blob table from the moment it is put forward, so that what is published is what was looked at.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import msgspec

from services.registry import drafts, retirement
from services.registry.desk import administering, require_reach, written_today
from services.registry.draft_check import check_together, sound_profile
from services.registry.drafts import Draft, Drafts, Person
from services.registry.rules import RulesDesk, check_profile, publish_profile
from yingsu.clock import Clock, legal_day
from yingsu.errors import NotFound
from yingsu.events.registry.rules import ProfilePublished, ProfileRetired
from yingsu.law import in_force, published
from yingsu.law.profile import Profile, bundle, from_bundle
from yingsu.law.published import History, RulesInForce
from yingsu.law.rules import PublishedProfile, Rules
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out, carry_out_unless, require_version
from yingsu.ledger.entry import Command, Entry, Event, Receipt, StreamWrite
from yingsu.ledger.store import Ledger
from yingsu.officials.divisions import NATIONAL

ATTEMPTS: Final = 3
"""How often a decision is made anew because other rules were published meanwhile."""


class ProfileUnpublished(NotFound):
    """No version of the profile is published, so none can be retired."""

    code = "profile-not-found"
    title = "未找到规则"


@dataclass(frozen=True)
class DraftingDesk:
    """What drafts need. `clock` is the record clock."""

    ledger: Ledger
    clock: Clock
    rules: RulesInForce

    def drafts(self, profile_id: str) -> Drafts:
        """What was put forward of a profile, whoever may see it."""
        # PostgreSQL cannot look up a text with U+0000, and no stream has one.
        return Drafts() if "\0" in profile_id else drafts.fold(self.ledger.load(drafts.stream_of(profile_id), EVERYWHERE))

    def content(self, draft: Draft) -> Profile:
        """What would be published."""
        return from_bundle(self.ledger.get_blob(draft.prepared.sha256))

    def files(self, draft: Draft) -> dict[str, str]:
        """The files as written, by name."""
        return msgspec.json.decode(self.ledger.get_blob(draft.prepared.files_sha256), type=dict[str, str])

    def prepare(self, request: Request, by: Person, *, profile_id: str, files: Mapping[str, str], effective_from: date) -> Draft:
        """Put a version forward. DraftUnsound, OutsideAdministration, AlreadyPutForward, and what `check_profile` and the layers raise."""

        def decide() -> list[StreamWrite]:
            profile = sound_profile(profile_id, files, effective_from, self.rules.now())
            require_reach(request, profile.jurisdiction or NATIONAL)
            content, written = bundle(profile), msgspec.json.encode(files, order="sorted")
            sha256 = self.ledger.put_blob(content)
            self._check(profile, sha256, effective_from, published.history(self.ledger, profile_id))
            state = self.drafts(profile_id)
            event = drafts.prepare(
                state,
                by,
                profile_id=profile_id,
                jurisdiction=profile.jurisdiction,
                sha256=sha256,
                files_sha256=self.ledger.put_blob(written),
                effective_from=effective_from,
            )
            return [self._write(drafts.stream_of(profile_id), state.version, event, profile.jurisdiction)]

        # One more try: whoever put something forward meanwhile made no decision that this one would overtake.
        receipt = carry_out(self.ledger, administering(request), decide, retries=1)
        return drafts.fold(self._until(receipt, drafts.stream_of(profile_id))).drafts[-1]

    def publish(self, request: Request, by: Person, profile_id: str, sha256: str, expected_version: int) -> ProfilePublished:
        """Publish a draft as the next version. DraftNotFound, OutsideAdministration, VersionConflict, DraftIsClosed, FourEyes,
        DeciderNotAdministrator, DraftUnsound, and what `publish_profile` and the layers raise."""

        def decide() -> list[StreamWrite]:
            state, draft = self._open(request, profile_id, sha256, expected_version)
            closed = drafts.close(draft, by, "published", None)
            profile, prepared = self.content(draft), draft.prepared
            # Other profiles may have been published since it was put forward.
            sound_profile(profile_id, self.files(draft), prepared.effective_from, self.rules.now())
            history = published.history(self.ledger, profile_id)
            self._check(profile, sha256, prepared.effective_from, history)
            event = publish_profile(
                history.latest,
                profile_id=profile_id,
                jurisdiction=profile.jurisdiction,
                sha256=sha256,
                effective_from=prepared.effective_from,
                prepared_by=prepared.prepared_by,
                published_by=by.official,
                judged_until=self._judged_until(profile, history),
                last_day=_last_day(history),
            )
            return [
                self._write(published.profile_stream(profile_id), history.length, event, profile.jurisdiction),
                self._write(drafts.stream_of(profile_id), state.version, closed, profile.jurisdiction),
            ]

        receipt = self._over_what_is_in_force(request, decide)
        return msgspec.convert(self._until(receipt, published.profile_stream(profile_id))[-1].event, ProfilePublished)

    def close(
        self,
        request: Request,
        by: Person,
        profile_id: str,
        sha256: str,
        expected_version: int,
        *,
        outcome: Literal["rejected", "withdrawn"],
        reason: str,
    ) -> Draft:
        """Reject a draft, or take it back. DraftNotFound, OutsideAdministration, VersionConflict, and what `drafts.close` raises."""

        def decide() -> list[StreamWrite]:
            state, draft = self._open(request, profile_id, sha256, expected_version)
            event = drafts.close(draft, by, outcome, reason)
            return [self._write(drafts.stream_of(profile_id), state.version, event, draft.prepared.jurisdiction)]

        carry_out(self.ledger, administering(request), decide)
        return self.drafts(profile_id).of(sha256)

    def prepare_retirement(self, request: Request, by: Person, profile_id: str, *, last_day: date, reason: str) -> Drafts:
        """Put forward that a profile be retired. ProfileUnpublished, OutsideAdministration, and what the decision raises."""

        def decide() -> list[StreamWrite]:
            history, latest = self._published(request, profile_id)
            state = self.drafts(profile_id)
            event = retirement.prepare_retirement(
                state, history.versions, history.retired, by, last_day=last_day, today=self._today(), reason=reason
            )
            self._check_without(profile_id, last_day)
            return [self._write(drafts.stream_of(profile_id), state.version, event, latest.jurisdiction)]

        # One more try: whoever put something forward meanwhile made no decision that this one would overtake.
        receipt = carry_out(self.ledger, administering(request), decide, retries=1)
        return drafts.fold(self._until(receipt, drafts.stream_of(profile_id)))

    def confirm_retirement(self, request: Request, by: Person, profile_id: str, expected_version: int) -> ProfileRetired:
        """Retire a profile as was put forward. ProfileUnpublished, RetirementNotFound, VersionConflict, and what the decision raises."""

        def decide() -> list[StreamWrite]:
            history, latest = self._published(request, profile_id)
            state = self._at(request, profile_id, expected_version)
            event, closed = retirement.confirm_retirement(state, latest, history.retired, by, today=self._today())
            self._check_without(profile_id, event.last_day)
            return [
                self._write(published.profile_stream(profile_id), history.length, event, latest.jurisdiction),
                self._write(drafts.stream_of(profile_id), state.version, closed, latest.jurisdiction),
            ]

        receipt = self._over_what_is_in_force(request, decide)
        return msgspec.convert(self._until(receipt, published.profile_stream(profile_id))[-1].event, ProfileRetired)

    def close_retirement(
        self,
        request: Request,
        by: Person,
        profile_id: str,
        expected_version: int,
        *,
        outcome: Literal["rejected", "withdrawn"],
        reason: str,
    ) -> Drafts:
        """Reject a retirement, or take it back. ProfileUnpublished, RetirementNotFound, VersionConflict, and what the decision raises."""

        def decide() -> list[StreamWrite]:
            _, latest = self._published(request, profile_id)
            state = self._at(request, profile_id, expected_version)
            event = retirement.close_retirement(retirement.waiting(state), by, outcome, reason)
            return [self._write(drafts.stream_of(profile_id), state.version, event, latest.jurisdiction)]

        carry_out(self.ledger, administering(request), decide)
        return self.drafts(profile_id)

    def _over_what_is_in_force(self, request: Request, decide: Callable[[], list[StreamWrite]]) -> Receipt:
        """Carry out what rests on every profile that is published; decided anew where one was published or retired meanwhile."""
        # Each profile is a stream of its own: that another changed what this one rests on is not seen there.
        return carry_out_unless(self.ledger, administering(request), decide, _of_rules, retries=ATTEMPTS)

    def _until(self, receipt: Receipt, stream: str) -> list[Entry]:
        """The entries of a stream up to what was just recorded: a repeat of a request answers as the first time."""
        return self.ledger.load(stream, EVERYWHERE)[: receipt.version_of(stream)]

    def _published(self, request: Request, profile_id: str) -> tuple[History, ProfilePublished]:
        history = published.history(self.ledger, profile_id)
        if history.latest is None:
            raise ProfileUnpublished("没有公布这套规则。请先查看规则目录。")
        require_reach(request, history.latest.jurisdiction or NATIONAL)
        return history, history.latest

    def _open(self, request: Request, profile_id: str, sha256: str, expected_version: int) -> tuple[Drafts, Draft]:
        draft = self.drafts(profile_id).of(sha256)
        require_reach(request, draft.prepared.jurisdiction or NATIONAL)
        state = self._at(request, profile_id, expected_version)
        return state, state.of(sha256)

    def _at(self, request: Request, profile_id: str, expected_version: int) -> Drafts:
        state = self.drafts(profile_id)
        require_version(
            self.ledger,
            drafts.stream_of(profile_id),
            expected=expected_version,
            actual=state.version,
            tenants=request.permitted,
            refusal="这套规则的草案已有新的提交或者办理，本次未登记。请重新读取后再提交。",
        )
        return state

    def _check(self, profile: Profile, sha256: str, effective_from: date, history: History) -> None:
        """May the content govern from that day on, with all that is in force? Raises what `check_profile` and the compiled layers raise."""
        judged_until = self._judged_until(profile, history)
        check_profile(
            history.latest,
            profile_id=profile.id,
            sha256=sha256,
            effective_from=effective_from,
            judged_until=judged_until,
            last_day=_last_day(history),
        )
        rules = self.rules.now()
        new = PublishedProfile(profile=profile, version=len(history.versions) + 1, effective_from=effective_from)
        check_together(rules, Rules((*rules.published, new), rules.calendar), effective_from)

    def _check_without(self, profile_id: str, last_day: date) -> None:
        """May the profile be retired, with all that is in force? Raises what the compiled layers raise."""
        rules = self.rules.now()
        versions = [
            msgspec.structs.replace(item, last_day=min(last_day, item.last_day or last_day))
            if item.profile.id == profile_id
            else item
            for item in rules.published
        ]
        check_together(rules, Rules(versions, rules.calendar), last_day + timedelta(days=1))

    def _judged_until(self, profile: Profile, history: History) -> date | None:
        """Until when days were judged by other rules: today, unless the jurisdiction has no version and no case yet."""
        judged = history.latest is not None or RulesDesk(self.ledger, self.clock).has_cases(profile.jurisdiction)
        return self._today() if judged else None

    def _today(self) -> date:
        return legal_day(self.clock())

    def _write(self, stream: str, version: int, event: Event, jurisdiction: str | None) -> StreamWrite:
        return written_today(self.clock, stream, version, event, jurisdiction or NATIONAL)


def _last_day(history: History) -> date | None:
    """After which day the latest version is retired."""
    return in_force.last_day(history.latest, history.retired) if history.latest else None


def _of_rules(_: Command, entry: Entry) -> bool:
    """Whether the entry changes which profiles are in force."""
    return isinstance(entry.event, ProfilePublished | ProfileRetired)
