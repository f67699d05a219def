"""A made-up profile of a jurisdiction that has none, over the national layer, for tests of what rules can say.

The events that suspend or put off are not built yet, so the rules borrow others: a ruling received suspends, another document resumes, a
judgment and a summons do so a second way, and an extension names the day of a hearing put off.
"""

from datetime import date
from pathlib import Path

from tests.law.casebook import ELSEWHERE
from yingsu.law.calendar import Calendar, load_builtin
from yingsu.law.profile import load_builtin as load_profile_builtin
from yingsu.law.profile import load_profile
from yingsu.law.rules import PublishedProfile, Rules

STARTED = (
    'started_by = [{ topic = "intake.service_recorded.v1", where = { document = "complaint_copy" }, on = "received_on", '
    'party = "agency", what = "收到起诉状副本" }]'
)
ANSWERED = 'satisfied_by = [{ all_of = [{ topic = "intake.answer_submitted.v1", on = "submitted_on", party = "agency", what = "答辩" }] }]'
REMOVED = 'cancelled_by = [{ topic = "intake.defendant_removed.v1", party = "agency", what = "被告退出" }]'
MOVED = 'moved_by = [{ topic = "intake.extension_granted.v1", party = "agency", until = "until", reason = "reason", what = "准予延期" }]'


def document(kind: str, what: str) -> str:
    """A fact: a document of that kind was received."""
    return (
        f'{{ topic = "intake.service_recorded.v1", where = {{ document = "{kind}" }}, on = "received_on", party = "agency", '
        f'what = "{what}" }}'
    )


SUSPENDED = f"suspended_by = [{document('ruling', '裁定中止')}]\nresumed_by = [{document('other', '裁定恢复')}]"
SUSPENDED_TWO_WAYS = (
    f"suspended_by = [{document('ruling', '裁定中止')}, {document('judgment', '委托鉴定')}]\n"
    f"resumed_by = [{document('other', '裁定恢复')}, {document('summons', '鉴定结束')}]"
)


def rule(code: str, *parts: str, per: str = "defendant") -> str:
    """An obligation of that code, which an answer satisfies."""
    head = f'[[obligations]]\ncode = "{code}"\ntitle = "办理{code}"\nper = "{per}"\nowed_by = "defendant"\nforce = "hard"\noperator_value = true'
    return "\n".join((head, ANSWERED, *parts)) + "\n\n"


def days(amount: int, unit: str = "calendar_day", **more: str) -> str:
    """A period."""
    further = "".join(f', {key} = "{value}"' for key, value in more.items())
    return f'period = {{ amount = {amount}, unit = "{unit}"{further} }}'


def made_up_rules(
    folder: Path,
    obligations: str,
    first: date = date(2026, 1, 1),
    version: int = 1,
    *,
    recurring: str = "",
    calendar: Calendar | None = None,
) -> Rules:
    """The national layer and a made-up profile of 370402 with the given rules."""
    home = folder / "madeup" / first.isoformat()
    home.mkdir(parents=True)
    identity = "\n".join(
        f'[{key}]\nvalue = "{value}"\noperator_value = true\n'
        for key, value in (("title", "试拟"), ("jurisdiction", ELSEWHERE), ("inherits", "national"))
    )
    (home / "identity.toml").write_text(identity, encoding="utf-8")
    (home / "obligations.toml").write_text(obligations, encoding="utf-8")
    if recurring:
        (home / "recurring.toml").write_text(recurring, encoding="utf-8")
    own = PublishedProfile(profile=load_profile(folder, "madeup", first), version=version, effective_from=first)
    national = load_profile_builtin("national", date(2018, 2, 8))
    return Rules(
        [PublishedProfile(profile=national, version=1, effective_from=national.effective_from), own], calendar or load_builtin()
    )
