"""Views are built anew beside those that are read; nobody sees them before they have caught up, and nothing but their rows changes."""

import threading
from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
import pytest

from services.intake.app import VIEWS as INTAKE_VIEWS
from services.intake.cases.view import CaseView
from tests.rebuilding.one_view import rebuild as rebuild_one
from tests.services.intake.cast import filing, service
from tests.services.notify.story import MARKET, file_and_serve, submit, tell
from tests.whole import Whole
from yingsu.composition import VIEWS
from yingsu.derived import Row
from yingsu.disputes import Joins
from yingsu.ledger.database import Database
from yingsu.ledger.entry import Entry
from yingsu.ledger.quarantine import listed
from yingsu.ledger.reader import Projector, catch_up, contents
from yingsu.ledger.store import Ledger
from yingsu.rebuilding.progress import Progress, under_way
from yingsu.rebuilding.rebuild import NEXT, RebuildBrokenOff, RebuildUnderWay, TablesBusy, rebuild
from yingsu.settings import Urls

OTHER_NO = "（2026）苏0813行初99号"


def everything(database: Database) -> dict[str, bytes]:
    with database.project() as cursor:
        return {table: contents(cursor, table) for view in VIEWS for table in view.tables}


def structure(urls: Urls) -> list[tuple[str, ...]]:
    """Columns, constraints, indexes, policies, grants and comments of every view table."""
    with psycopg.connect(urls.owner) as owner:
        return owner.execute(
            "SELECT table_name, column_name, data_type || is_nullable || coalesce(column_default, '') FROM information_schema.columns "
            "WHERE table_schema = 'views' "
            "UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE connamespace = 'views'::regnamespace AND contype <> 'n' "
            "UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'views' "
            "UNION ALL SELECT tablename, policyname, roles::text || coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies "
            "WHERE schemaname = 'views' "
            "UNION ALL SELECT table_name, grantee, privilege_type FROM information_schema.role_table_grants WHERE table_schema = 'views' "
            "UNION ALL SELECT relname, 'row security', relrowsecurity::text FROM pg_class WHERE relnamespace = 'views'::regnamespace "
            "AND relkind = 'r' "
            "UNION ALL SELECT relname, 'comment', coalesce(obj_description(oid, 'pg_class'), '') FROM pg_class "
            "WHERE relnamespace = 'views'::regnamespace ORDER BY 1, 2, 3"
        ).fetchall()


@pytest.fixture
def history(whole: Whole) -> str:
    case_id = file_and_serve(whole)
    submit(whole, case_id, MARKET, "2026-10-08T10:00")
    tell(whole, "2026-10-09T09:00", filing(message_id="o-1", case_no=OTHER_NO))
    tell(whole, "2026-10-09T10:00", service(message_id="o-2", case_no=OTHER_NO, occurred_on="2026-10-09"))
    return case_id


def test_all_views_at_once_give_the_rows_that_the_projector_wrote(history: str, whole: Whole, urls: Urls) -> None:
    before = everything(whole.ledger.database)
    assert rebuild(urls.owner, VIEWS) == whole.ledger.head()
    assert everything(whole.ledger.database) == before
    assert all(before[table] for table in ("intake_case", "intake_timeline", "intake_message", "notify_obligation"))


def test_cases_whose_earlier_numbers_were_only_named_are_there_after_a_rebuild(whole: Whole, urls: Urls) -> None:
    """The record of a number that is only named has no entries of its own; its id may sort before the case's or after it, by chance."""
    for number in range(201, 209):
        named = [f"（2026）苏0813行诉前调{number}号", f"（2026）苏0813行诉前立{number}号"]
        told = filing(message_id=f"m-{number}", case_no=f"（2026）苏0813行初{number}号", pre_case_nos=named)
        tell(whole, "2026-09-07T09:00", told)
    before = everything(whole.ledger.database)
    assert before["intake_case"].count(b"\n") == 8
    rebuild(urls.owner, VIEWS)
    assert everything(whole.ledger.database) == before


def test_the_new_tables_are_like_the_old_in_all_but_their_rows(history: str, whole: Whole, urls: Urls) -> None:
    before = structure(urls)
    rebuild(urls.owner, VIEWS)
    assert structure(urls) == before


def test_readers_see_the_old_rows_until_the_swap_and_the_new_ones_from_then_on(
    history: str, whole: Whole, ledger: Ledger, urls: Urls
) -> None:
    with psycopg.connect(urls.owner) as owner:
        owner.execute("UPDATE views.intake_case SET cause = '旧'")
    seen = []

    def look(_: Sequence[Progress]) -> None:
        seen.append(whole.wire("hongze-sifa").get("/v1/intake/cases").json()[0]["cause"])

    rebuild(urls.owner, [CaseView()], look)
    assert set(seen) == {"旧"}
    assert whole.wire("hongze-sifa").get("/v1/intake/cases").json()[0]["cause"] == "行政处罚"


def test_what_is_appended_meanwhile_is_in_the_new_tables_too(history: str, whole: Whole, urls: Urls) -> None:
    def append(_: Sequence[Progress]) -> None:
        if not told:
            told.append(True)
            tell(whole, "2026-10-10T09:00", filing(message_id="late", case_no="（2026）苏0813行初100号"))

    told: list[bool] = []
    assert rebuild(urls.owner, [CaseView()], append) == whole.ledger.head()
    assert "行初100号".encode() in everything(whole.ledger.database)["intake_case"]
    before = everything(whole.ledger.database)
    rebuild(urls.owner, [CaseView()])
    assert everything(whole.ledger.database) == before


def test_the_projector_goes_on_before_and_after_the_swap(history: str, whole: Whole, urls: Urls) -> None:
    projector = Projector(whole.ledger.database, INTAKE_VIEWS, poll_seconds=0.05)
    projector.start()
    try:
        for number in range(101, 105):
            rebuild(urls.owner, INTAKE_VIEWS)
            tell(whole, "2026-10-10T09:00", filing(message_id=f"m-{number}", case_no=f"（2026）苏0813行初{number}号"))
            assert projector.wait_for(whole.ledger.head(), timeout=20)
        found = everything(whole.ledger.database)
    finally:
        projector.stop()
    rebuild(urls.owner, INTAKE_VIEWS)
    assert everything(whole.ledger.database) == found
    assert found["intake_case"].count(b"\n") == 6


def test_how_far_it_is_can_be_asked_while_it_runs(history: str, whole: Whole, urls: Urls) -> None:
    told: list[Progress] = []
    shown: list[dict[str, Any]] = []

    def look(steps: Sequence[Progress]) -> None:
        told.extend(steps)
        shown.append(whole.wire("hongze-sifa").get("/health").json()["rebuilding"])

    rebuild(urls.owner, [CaseView()], look)
    assert {step.view for step in told} == {"intake.case"}
    assert all(0 <= step.position <= step.head == whole.ledger.head() for step in told)
    assert shown[0].keys() == {"intake.case"}
    assert shown[0]["intake.case"].keys() == {"position", "head", "per_second", "eta_seconds"}
    assert under_way(whole.ledger.database) == ()


def test_the_pace_and_what_is_left_follow_from_how_far_it_is() -> None:
    step = Progress(view="intake.case", position=250, head=1000, seconds=0.5)
    assert (step.per_second, step.eta_seconds) == (500.0, 1.5)
    assert Progress(view="intake.case", position=0, head=10, seconds=0.0).eta_seconds is None


def test_two_rebuilds_at_once_are_refused(history: str, whole: Whole, urls: Urls) -> None:
    refused: list[str] = []

    def again(_: Sequence[Progress]) -> None:
        with pytest.raises(RebuildUnderWay) as error:
            rebuild(urls.owner, [CaseView()])
        refused.append(error.value.code)

    rebuild(urls.owner, [CaseView()], again)
    assert refused[0] == "rebuild-under-way"


def test_one_that_breaks_off_changes_nothing_and_the_next_clears_up(history: str, whole: Whole, urls: Urls) -> None:
    before = everything(whole.ledger.database), structure(urls)

    def break_off(_: Sequence[Progress]) -> None:
        end_rebuilds(urls)

    with pytest.raises(RebuildBrokenOff, match=r"仍是原来的内容.+重新执行 yingsu rebuild") as told:
        rebuild(urls.owner, VIEWS, break_off)
    assert told.value.code == "rebuild-broken-off"
    assert (everything(whole.ledger.database), structure(urls)) == before
    rebuild(urls.owner, VIEWS)
    assert (everything(whole.ledger.database), structure(urls)) == before
    with psycopg.connect(urls.owner) as owner:
        assert owner.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", (NEXT,)).fetchone() == (0,)


def test_of_one_that_broke_off_nothing_is_told_any_more_nor_while_another_runs(history: str, whole: Whole, urls: Urls) -> None:
    def break_off(_: Sequence[Progress]) -> None:
        assert under_way(whole.ledger.database) != ()
        end_rebuilds(urls)

    with pytest.raises(RebuildBrokenOff):
        rebuild(urls.owner, VIEWS, break_off)
    assert under_way(whole.ledger.database) == ()
    assert whole.wire("hongze-sifa").get("/health").json()["rebuilding"] == {}
    seen: set[str] = set()
    rebuild(urls.owner, [CaseView()], lambda _: seen.update(step.view for step in under_way(whole.ledger.database)))
    assert seen == {"intake.case"}


def end_rebuilds(urls: Urls) -> None:
    """What a kill of the process would do to its connection."""
    with psycopg.connect(urls.owner.replace("yingsu_owner", "postgres"), autocommit=True) as administrator:
        administrator.execute(
            "SELECT pg_terminate_backend(pid, 60000) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        )


def test_a_reader_that_never_ends_is_waited_for_and_then_told_of(
    history: str, whole: Whole, urls: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yingsu.rebuilding.rebuild.SWAP_TRIES", 2)
    monkeypatch.setattr("yingsu.rebuilding.rebuild.SWAP_SECONDS", 1)
    before = everything(whole.ledger.database)
    with whole.ledger.database.read(("320813",)) as cursor:
        cursor.execute("SELECT count(*) FROM views.intake_case")
        with pytest.raises(TablesBusy, match=r"yingsu rebuild intake\.case"):
            rebuild(urls.owner, [CaseView()])
    assert everything(whole.ledger.database) == before


def test_a_reader_that_ends_in_time_only_delays_the_swap(history: str, whole: Whole, urls: Urls) -> None:
    reading, done = threading.Event(), threading.Event()

    def read() -> None:
        with whole.ledger.database.read(("320813",)) as cursor:
            cursor.execute("SELECT count(*) FROM views.intake_case")
            reading.set()
            done.wait(10)

    reader = threading.Thread(target=read)
    reader.start()
    assert reading.wait(10)
    release = threading.Timer(0.3, done.set)
    release.start()
    try:
        assert rebuild(urls.owner, [CaseView()]) == whole.ledger.head()
    finally:
        done.set()
        reader.join()


class FailsAtFirst(CaseView):
    """Fails on a dispute as long as it is not answered, as the projector would find on the way and the whole would hide."""

    def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:
        if len(dispute) == 1 and "99号" in str(dispute[0].event):
            raise KeyError("poison")
        yield from super().rows(dispute, joins)


def test_what_was_left_out_is_looked_at_step_by_step_although_the_whole_would_hide_it(
    history: str, whole: Whole, database: Database
) -> None:
    with database.project() as cursor:
        cursor.execute("DELETE FROM views.intake_case")
        cursor.execute("DELETE FROM views.intake_timeline")
        cursor.execute("DELETE FROM views.bookmark WHERE view = 'intake.case'")
    catch_up(database, FailsAtFirst(), batch=1)
    before, found = everything(database), listed(database)
    assert len(found) == 1
    rebuild_one(database, FailsAtFirst())
    assert everything(database) == before
    assert [(held.subject, held.position, held.error) for held in listed(database)] == [
        (held.subject, held.position, held.error) for held in found
    ]


def test_what_is_no_cases_fault_breaks_the_rebuild_off(history: str, whole: Whole, urls: Urls) -> None:
    class Broken(CaseView):
        def rows(self, dispute: Sequence[Entry], joins: Joins) -> Iterator[Row]:
            raise OSError(28, "no space left")

    before = everything(whole.ledger.database)
    with pytest.raises(OSError, match="no space left"):
        rebuild(urls.owner, [Broken()])
    assert everything(whole.ledger.database) == before
