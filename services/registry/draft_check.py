"""What a draft is checked against before it is law: itself, the layers above it, and everything that is in force. Owns these checks.

A draft is compiled as if it were published, with every profile that would then be in force: what would be refused when it is used is refused
before. So is what would take from a profile in force what it rests on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import ClassVar, Final

from yingsu.errors import Refused, YingsuError
from yingsu.law import toml_file
from yingsu.law.drafting.checking import Checked, check_files, check_over
from yingsu.law.profile import Layers, Profile, ProfileMalformed
from yingsu.law.rules import PublishedProfile, Rules
from yingsu.officials.divisions import NATIONAL
from yingsu.web.problems import EdgeError, Flaw

_FILE: Final = re.compile(r"/([a-z_]+\.toml)")


class DraftUnsound(EdgeError):
    """The files cannot be put in force. Every problem is told, at the file it is in."""

    status: ClassVar[int] = 422
    code = "draft-unsound"
    title = "草案不能公布"


class LowerLayerUnsound(Refused):
    """A profile in force would no longer have what it rests on."""

    code = "lower-layer-unsound"
    title = "下级规则将缺少依据"


def sound_profile(profile_id: str, files: Mapping[str, str], effective_from: date, rules: Rules) -> Profile:
    """The profile of these files, to govern from a day on over the published layers. DraftUnsound, with every problem."""
    content = {name: text.encode() for name, text in files.items()}
    checked = check_files(content, profile_id, _document_day(content, effective_from), _layers(rules, effective_from))
    problems = [*checked.problems, *_misplaced(checked, effective_from, rules.published)]
    if problems:
        raise DraftUnsound(
            f"规则 {profile_id} 的草案有 {len(problems)} 个问题，未登记，逐项见 errors。请修改后重新提交。",
            flaws=[_flaw(problem) for problem in problems],
        )
    return checked.profile


def check_together(before: Rules, after: Rules, first: date) -> None:
    """Make the rules of every jurisdiction as they would be `after` a change that counts from `first` on.

    Raises what a layer that does not fit raises, and LowerLayerUnsound where a profile would have a problem that it has not `before`.
    """
    for jurisdiction in sorted({item.profile.jurisdiction or NATIONAL for item in after.published}):
        for rules in after.rule_sets(jurisdiction):
            if rules.end > first and (new := _problems_on(after, jurisdiction, rules.begin)):
                old = _problems_on(before, jurisdiction, rules.begin)
                for place, problem in new.items():
                    if place not in old:
                        raise LowerLayerUnsound(
                            f"自 {max(first, rules.begin)} 起，规则 {place[0]} 将缺少所需的上级规定，未登记：{problem.message}"
                            f"请保留该项规定，或者先公布规则 {place[0].partition('.')[0]} 的新版本。",
                            clauses=problem.clauses,
                        )


def _problems_on(rules: Rules, jurisdiction: str, day: date) -> dict[tuple[str, str], YingsuError]:
    """Every problem of the layers of a jurisdiction on a day, by the version that has it and its message."""
    layers = rules.layers_on(jurisdiction, day)
    return {
        (item.token, problem.message): problem
        for number, item in enumerate(layers)
        for problem in check_over(item.profile, [above.profile for above in reversed(layers[:number])])
    }


def _layers(rules: Rules, day: date) -> Layers:
    """The published layers as they hold on `day`; one that begins later, as it will begin."""

    def layer(profile_id: str, _: date) -> Profile | None:
        versions = [
            item for item in rules.published if item.profile.id == profile_id and (item.last_day is None or day <= item.last_day)
        ]
        begun = [item for item in versions if item.effective_from <= day]
        if begun:
            return max(begun, key=lambda item: (item.effective_from, item.version)).profile
        return min(versions, key=lambda item: item.effective_from).profile if versions else None

    return layer


def _misplaced(checked: Checked, effective_from: date, in_force: Sequence[PublishedProfile]) -> Iterator[ProfileMalformed]:
    """What does not fit to where the profile is to be published."""
    profile = checked.profile
    where = f"{profile.id}/{profile.effective_from}/identity.toml"
    if "identity" in checked.unread:
        # Where it is to govern is not known, and that it cannot be read is said.
        return
    if effective_from < profile.effective_from:
        yield ProfileMalformed(
            f"{where} 的 effective_from：适用日期 {effective_from} 早于文件的施行日期 {profile.effective_from}。请改为该日或以后。"
        )
    for above in checked.layers:
        begins = min(other.effective_from for other in in_force if other.profile.id == above.id)
        if effective_from < begins:
            yield ProfileMalformed(
                f"{where} 的 inherits：上级规则 {above.id} 自 {begins} 起适用，适用日期 {effective_from} 早于该日，其间将没有上级规则。"
                f"请把适用日期改为 {begins} 或以后。"
            )
    for other in in_force:
        if other.profile.id == profile.id and other.profile.jurisdiction != profile.jurisdiction:
            yield ProfileMalformed(
                f"{where} 的 jurisdiction：规则 {profile.id} 属于 {other.profile.jurisdiction or '全国'}，不能改属他处。请另用规则编号。"
            )
            return
        if (
            profile.jurisdiction is not None
            and other.profile.jurisdiction == profile.jurisdiction
            and other.profile.id != profile.id
        ):
            yield ProfileMalformed(
                f"{where} 的 jurisdiction：{profile.jurisdiction} 已有规则 {other.profile.id}，一个行政区划只有一套。请提交为其新版本。"
            )
            return


def _document_day(files: Mapping[str, bytes], otherwise: date) -> date:
    """The day that the document itself names as its first; where it cannot be read, the check of the files says so."""
    try:
        return date.fromisoformat(toml_file.read(files["identity.toml"])["effective_from"]["value"])
    except (KeyError, TypeError, ValueError):
        return otherwise


def _flaw(problem: YingsuError) -> Flaw:
    file = _FILE.search(problem.message)
    return Flaw(place="body", pointer=f"/files/{file[1]}" if file else "/files", code=problem.code, message=problem.message)
