"""What `yingsu init` puts into an installation, once."""

import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from threading import Thread

import msgspec
import pytest

from services.registry import samples
from services.registry.rules import RulesDesk
from services.registry.setup import Credentials, Setup, initialise
from yingsu.clock import SettableClock
from yingsu.events.intake.case import CaseWithdrawn
from yingsu.events.registry.rules import ProfileRetired
from yingsu.law import calendar, published
from yingsu.law.profile import builtin_profiles, bundle, load_builtin
from yingsu.ledger.deciding import Request
from yingsu.ledger.entry import ANY_JURISDICTION, Actor, Command, NewEvent, StreamWrite
from yingsu.ledger.ids import uuid7
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.credentials import FrontDoor
from yingsu.officials.directory import Directory
from yingsu.settings import Settings

Again = Callable[[], Setup]


@pytest.fixture
def again(ledger: Ledger, keys: KeyStore, settings: Settings, clock: SettableClock) -> Again:
    """Another `yingsu init`."""
    return lambda: initialise(ledger, keys, settings, clock)


def test_every_calendar_year_and_profile_is_published_as_it_comes_with_the_software(ledger: Ledger, done: Setup) -> None:
    assert done.administrator == "administrator"
    for year in calendar.builtin_years():
        event = published.calendar(ledger, year)
        assert event is not None
        assert (event.version, ledger.get_blob(event.sha256)) == (1, calendar.builtin_bytes(year))
    assert calendar.builtin_years() == tuple(range(2018, 2027))
    for profile_id, first in builtin_profiles():
        layer = published.profile(ledger, profile_id)
        assert layer is not None
        assert (layer.effective_from, ledger.get_blob(layer.sha256)) == (first, bundle(load_builtin(profile_id, first)))


def test_the_administrator_s_secret_is_told_once_and_kept_in_a_private_file(
    ledger: Ledger, keys: KeyStore, settings: Settings, clock: SettableClock, done: Setup
) -> None:
    path = settings.data_folder / "credentials" / "administrator.json"
    assert done.secret is not None
    assert msgspec.json.decode(path.read_bytes(), type=Credentials) == Credentials(
        client_id="administrator", client_secret=done.secret, issuer="urn:yingsu:issuer", token_endpoint="/v1/registry/token"
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    door = FrontDoor(Directory(ledger), keys, issuer=settings.issuer, clock=clock)
    assert door.by_secret("administrator", done.secret).jurisdictions == ("000000",)


def test_a_second_run_changes_nothing(ledger: Ledger, done: Setup, again: Again) -> None:
    head = ledger.head()
    files = {path.name: path.read_bytes() for path in done.folder.iterdir()}
    second = again()
    assert (second.secret, second.registered, second.lost) == (None, (), ())
    assert ledger.head() == head
    assert {path.name: path.read_bytes() for path in done.folder.iterdir()} == files


def test_two_runs_at_once_make_one_installation(ledger: Ledger, again: Again) -> None:
    found: list[Setup] = []
    threads = [Thread(target=lambda: found.append(again())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    head = ledger.head()
    again()
    assert ledger.head() == head


def test_a_run_that_was_cut_off_after_writing_credentials_uses_them(
    ledger: Ledger, keys: KeyStore, settings: Settings, clock: SettableClock, again: Again
) -> None:
    path = settings.data_folder / "credentials" / "administrator.json"
    path.parent.mkdir(parents=True)
    left = Credentials(client_id="administrator", client_secret="left-behind", issuer="urn:yingsu:issuer", token_endpoint="/x")
    path.write_bytes(msgspec.json.encode(left))
    assert again().secret == "left-behind"
    door = FrontDoor(Directory(ledger), keys, issuer=settings.issuer, clock=clock)
    assert door.by_secret("administrator", "left-behind").client_id == "administrator"


def test_credentials_that_are_gone_are_reported_not_replaced(done: Setup, again: Again) -> None:
    (done.folder / "court-su0813.json").unlink()
    assert again().lost == ("court-su0813",)
    assert not (done.folder / "court-su0813.json").exists()


def test_samples_are_registered_under_their_own_ids(ledger: Ledger, keys: KeyStore, done: Setup) -> None:
    directory = Directory(ledger)
    for sample in samples.AGENCIES:
        agency = directory.agency_by_code(sample.code)
        assert agency is not None
        assert (agency.agency_id, agency.name, agency.sample) == (sample.agency_id, sample.name, True)
    for person in samples.OFFICIALS:
        official = directory.official(person.official_id)
        assert official is not None
        opened = keys.open_person(official.person)
        assert opened is not None
        assert (opened.name, official.agency) == (person.name, person.agency)
    court = directory.court("苏0813")
    assert court is not None
    assert court.sample
    assert set(done.registered) == {"administrator", *(client.client_id for client in samples.CLIENTS)}


def test_no_name_of_a_person_is_in_the_ledger_in_the_clear(ledger: Ledger, done: Setup) -> None:
    assert done.registered
    stored = b"".join(entry.payload for entry in ledger.read_all(0, 1000))
    assert [person.name for person in samples.OFFICIALS if person.name.encode() in stored] == []


def test_without_samples_nothing_invented_enters_the_ledger(
    ledger: Ledger, keys: KeyStore, settings: Settings, clock: SettableClock
) -> None:
    assert initialise(ledger, keys, replace(settings, samples=False), clock).registered == ("administrator",)
    topics = {entry.topic for entry in ledger.read_all(0, 1000)}
    assert topics == {"registry.calendar_published.v1", "registry.profile_published.v1", "registry.client_registered.v1"}


def test_a_profile_that_comes_with_newer_software_governs_from_today_on(
    ledger: Ledger, keys: KeyStore, clock: SettableClock, again: Again
) -> None:
    older = msgspec.structs.replace(load_builtin("hongze", date(2025, 4, 18)), title="旧版")
    request = Request(
        command_id=uuid7(clock),
        body_hash=keys.keyed_hash(b""),
        actor=Actor(client="yingsu-init", role="system"),
        source="test",
        correlation_id="test",
        permitted=(ANY_JURISDICTION,),
    )
    RulesDesk(ledger, clock).publish_profile(
        request, older, effective_from=date(2025, 4, 18), prepared_by="yingsu", judged_until=None
    )
    again()
    event = published.profile(ledger, "hongze")
    assert event is not None
    assert (event.version, event.effective_from) == (2, date(2026, 9, 16))
    head = ledger.head()
    clock.set(clock() + timedelta(days=1))
    again()
    assert ledger.head() == head


def test_entries_of_the_setup_belong_to_the_system(ledger: Ledger, done: Setup) -> None:
    assert done.administrator
    assert {entry.actor.client for entry in ledger.load("client-administrator", (ANY_JURISDICTION,))} == {"yingsu-init"}


def test_what_persons_published_is_not_published_over_by_newer_software(
    ledger: Ledger, keys: KeyStore, clock: SettableClock, again: Again
) -> None:
    def asked(client: str, official: str | None = None) -> Request:
        return Request(
            command_id=uuid7(clock),
            body_hash=keys.keyed_hash(b""),
            actor=Actor(client=client, role="administrator", official=official),
            source="test",
            correlation_id="test",
            permitted=(ANY_JURISDICTION,),
        )

    desk = RulesDesk(ledger, clock)
    of_2026 = calendar.builtin_bytes(2026)
    layer = load_builtin("hongze", date(2025, 4, 18))
    older, own = (msgspec.structs.replace(layer, title=title) for title in ("旧版", "本区修订"))
    desk.publish_calendar(asked("yingsu-init"), of_2026 + b"# older\n")
    desk.publish_calendar(asked("administrator"), of_2026 + b"# amended\n")
    desk.publish_profile(asked("yingsu-init"), older, effective_from=date(2025, 4, 18), prepared_by="yingsu", judged_until=None)
    desk.publish_profile(
        asked("hongze-guize", "official-1"), own, effective_from=date(2026, 10, 1), prepared_by="甲", judged_until=None
    )
    again()
    year, profile = published.calendar(ledger, 2026), published.profile(ledger, "hongze")
    assert year is not None
    assert profile is not None
    assert (year.version, year.published_by) == (2, "administrator")
    assert (profile.version, profile.published_by) == (2, "official-1")


def test_what_was_retired_is_not_put_in_force_again_by_newer_software(
    ledger: Ledger, keys: KeyStore, clock: SettableClock, again: Again
) -> None:
    request = Request(
        command_id=uuid7(clock),
        body_hash=keys.keyed_hash(b""),
        actor=Actor(client="yingsu-init", role="system"),
        source="test",
        correlation_id="test",
        permitted=(ANY_JURISDICTION,),
    )
    older = msgspec.structs.replace(load_builtin("hongze", date(2025, 4, 18)), title="旧版")
    RulesDesk(ledger, clock).publish_profile(
        request, older, effective_from=date(2025, 4, 18), prepared_by="yingsu", judged_until=None
    )
    event = ProfileRetired(
        profile_id="hongze", version=1, last_day=date(2026, 9, 30), reason="废止", prepared_by="甲", retired_by="乙"
    )
    retired = NewEvent(event=event, jurisdiction="320813", occurred_on=date(2026, 9, 16))
    ledger.append(
        Command(
            command_id=uuid7(clock),
            body_hash=bytes(32),
            writes=(StreamWrite(stream="profile-hongze", expected_version=1, events=(retired,)),),
            actor=request.actor,
            source="test",
            correlation_id="test",
            permitted=(ANY_JURISDICTION,),
        )
    )
    again()
    profile = published.profile(ledger, "hongze")
    assert profile is not None
    assert profile.version == 1


def test_a_profile_new_in_the_software_does_not_reach_back_where_cases_were_judged(
    ledger: Ledger, keys: KeyStore, settings: Settings, clock: SettableClock
) -> None:
    filed = NewEvent(
        event=CaseWithdrawn(ruling_no="（2026）苏0813行初1号之一", ruled_on=date(2026, 9, 1), voluntary=True),
        jurisdiction="320813",
        occurred_on=date(2026, 9, 1),
        case_id="case-1",
    )
    ledger.append(
        Command(
            command_id=uuid7(clock),
            body_hash=bytes(32),
            writes=(StreamWrite(stream="case-1", expected_version=0, events=(filed,)),),
            actor=Actor(client="court-su0813", role="court"),
            source="test",
            correlation_id="test",
            permitted=(ANY_JURISDICTION,),
        )
    )
    initialise(ledger, keys, settings, clock)
    event = published.profile(ledger, "hongze")
    assert event is not None
    assert event.effective_from == date(2026, 9, 16)
    untouched = published.profile(ledger, "dehua")
    assert untouched is not None
    assert untouched.effective_from == date(2025, 10, 15)
