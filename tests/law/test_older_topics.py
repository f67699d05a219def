"""A published document may name an older version of a topic for ever: what is stored under the new one is found all the same."""

from datetime import date

import msgspec

from tests.clauses.docket import Docket
from tests.law.casebook import TOWN
from yingsu.law.facts import Place, read
from yingsu.law.figures.ladders import findings_of
from yingsu.law.figures.tally import Tally
from yingsu.law.matching import condition, misfits
from yingsu.law.profile import load_builtin
from yingsu.law.rule import Fact
from yingsu.ledger.mapper import decode, encode

OLD = "intake.leader_attendance_recorded.v1"
NEW = "intake.leader_attendance_recorded.v2"
FACT = Fact(topic=OLD, on="hearing_on", party="agency", what="出庭")


def test_a_fact_that_names_the_old_topic_is_found_in_the_new_one() -> None:
    trial = Docket("370404").trial(date(2026, 7, 1), TOWN)
    appeared = trial.appeared(date(2026, 8, 4), TOWN, None)
    assert appeared.topic == NEW
    assert list(misfits(FACT)) == []
    (found,) = read("case", trial.entries).all(condition(FACT), Place(TOWN, None, None))
    assert (found.on, found.entry) == (date(2026, 8, 4), appeared)


def test_what_was_stored_under_the_old_topic_is_counted_with_the_new() -> None:
    trial = Docket("370404").trial(date(2026, 7, 1), TOWN)
    entry = trial.appeared(date(2026, 8, 4), TOWN, "deputy", spoke=True)
    fields = msgspec.json.decode(encode(entry.event))
    for name in ("offered_resolution", "identity_ok", "left_without_leave"):
        del fields[name]
    event = decode(OLD, msgspec.json.encode(fields))
    assert event == entry.event, "nobody had told more"
    ladders = load_builtin("yicheng", date(2023, 3, 9)).escalations
    assert {OLD, NEW} <= Tally(date(2026, 9, 1), findings_of(ladders)).topics, "both are read from the ledger"
