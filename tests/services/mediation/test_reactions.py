"""A referral opens its mediation once: whenever it is read, however often, by however many."""

from datetime import date
from uuid import NAMESPACE_URL, uuid5

import pytest

from services.mediation.reactions import OpenMediation, stream_of
from tests.services.mediation.story import CASE, CASE_NO, LAND, MARKET, append, referred
from tests.whole import Whole
from yingsu.composition import VIEWS, reactions
from yingsu.events.intake.prelitigation import PreFilingWithdrawn, Respondent
from yingsu.events.mediation.mediation import MediationOpened
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import Entry
from yingsu.ledger.quarantine import listed
from yingsu.ledger.reader import catch_up, release


def opened(whole: Whole) -> list[Entry]:
    """Every opening in the ledger."""
    return [entry for entry in whole.ledger.read_all(0, 1000) if isinstance(entry.event, MediationOpened)]


def reaction(whole: Whole) -> OpenMediation:
    """The reaction as the service has it."""
    return OpenMediation(whole.ledger, whole.deps.keys)


@pytest.fixture
def referral(whole: Whole) -> Entry:
    """A referral that nobody has reacted to yet."""
    append(whole, CASE, referred(whole.deps.keys), date(2026, 9, 1), received_on=date(2026, 9, 1))
    (entry,) = whole.ledger.load(CASE, EVERYWHERE)
    return entry


@pytest.fixture(autouse=True)
def _days_go_by(whole: Whole) -> None:
    whole.clock.set(whole.clock().replace(day=4))


def test_a_referral_opens_a_mediation_with_its_parties_and_materials(whole: Whole, referral: Entry) -> None:
    catch_up(whole.ledger.database, reaction(whole))

    (entry,) = opened(whole)
    assert entry.event == MediationOpened(
        track="pre_suit",
        referral=referral.event_id,
        court="苏0813",
        case_no=CASE_NO,
        received_on=date(2026, 9, 4),
        applicants=("p1", "p2"),
        respondents=(MARKET, LAND),
        materials=("m1", "m2"),
    )
    assert (entry.stream, entry.version, entry.case_id) == (stream_of(CASE, referral.event_id), 1, CASE)
    assert (entry.occurred_on, entry.causation_id, entry.actor.role) == (date(2026, 9, 4), referral.event_id, "system")
    assert entry.correlation_id == referral.correlation_id


def test_the_mediation_is_read_by_every_jurisdiction_that_the_referral_names(whole: Whole) -> None:
    stranger = Respondent(agency="agency-00000000-0000-4000-8000-320812000001", jurisdiction="320812")
    event = referred(whole.deps.keys, respondents=(Respondent(agency=MARKET, jurisdiction="320813"), stranger))
    append(whole, CASE, event, date(2026, 9, 3))
    catch_up(whole.ledger.database, reaction(whole))

    (entry,) = opened(whole)
    assert [len(whole.ledger.load(entry.stream, (tenant,))) for tenant in ("320813", "320812", "320899")] == [1, 1, 0]


def test_the_same_referral_read_again_opens_nothing_more(whole: Whole, referral: Entry) -> None:
    opening = reaction(whole)
    catch_up(whole.ledger.database, opening)
    with whole.ledger.database.project() as cursor:
        cursor.execute("UPDATE views.bookmark SET position = 0 WHERE view = %s", (opening.name,))
    catch_up(whole.ledger.database, opening, batch=1)

    assert [opening.open(referral) for _ in range(2)] == [stream_of(CASE, referral.event_id)] * 2
    assert len(opened(whole)) == 1
    assert opened(whole)[0].position == whole.ledger.head()


def test_the_command_is_named_for_the_reaction_and_the_referral(whole: Whole, referral: Entry) -> None:
    """So a crash after the append and before the bookmark repeats nothing, in whatever process."""
    catch_up(whole.ledger.database, reaction(whole))

    command = uuid5(NAMESPACE_URL, f"mediation.open_mediation\n{referral.event_id}")
    receipt = whole.ledger.receipt(command, whole.deps.keys.keyed_hash(stream_of(CASE, referral.event_id).encode()))
    assert receipt is not None
    assert [line.topic for line in receipt.events] == ["mediation.mediation_opened.v1"]


def test_two_referrals_are_two_mediations(whole: Whole, referral: Entry) -> None:
    append(whole, CASE, referred(whole.deps.keys, received_on=date(2026, 9, 3)), date(2026, 9, 3))
    catch_up(whole.ledger.database, reaction(whole))

    assert [entry.causation_id for entry in opened(whole)] == [entry.event_id for entry in whole.ledger.load(CASE, EVERYWHERE)]
    assert len({entry.stream for entry in opened(whole)}) == 2


def test_other_facts_open_nothing(whole: Whole) -> None:
    append(whole, CASE, PreFilingWithdrawn(reason="不符合起诉条件（样例）"), date(2026, 9, 3))
    catch_up(whole.ledger.database, reaction(whole))

    assert opened(whole) == []
    (entry,) = whole.ledger.load(CASE, EVERYWHERE)
    with pytest.raises(TypeError, match="refers no dispute"):
        reaction(whole).open(entry)


def test_it_is_kept_with_the_reactions_and_is_no_part_of_a_rebuild(whole: Whole) -> None:
    kept = {view.name: view.tables for view in reactions(whole.deps)}
    assert kept["mediation.open_mediation"] == ()
    assert "mediation.open_mediation" not in {view.name for view in VIEWS}


class Crashing(OpenMediation):
    """Dies after it has opened the mediation."""

    def open(self, referral: Entry) -> str:
        super().open(referral)
        raise KeyError("crash")


def test_a_crash_between_the_opening_and_its_bookmark_does_not_open_twice(whole: Whole, referral: Entry) -> None:
    catch_up(whole.ledger.database, Crashing(whole.ledger, whole.deps.keys))
    assert [held.subject for held in listed(whole.ledger.database)] == [CASE]

    release(whole.ledger.database, reaction(whole), CASE)
    assert len(opened(whole)) == 1
    assert listed(whole.ledger.database) == []
