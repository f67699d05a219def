"""Whether the service can work."""

import psycopg

from tests.web.conftest import Wire
from yingsu.ledger.database import Database
from yingsu.ledger.store import Ledger
from yingsu.schema import versions
from yingsu.settings import Urls


def test_a_service_over_its_database_is_ready(stranger: Wire, registered: Ledger) -> None:
    answer = stranger.send("GET", "/health")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "detail": "可以办理。",
        "database": True,
        "schema_version": versions()[-1],
        "head": registered.head(),
        "lag": {"register.list": 3},
        "stopped": {},
        "quarantined": {},
        "rebuilding": {},
    }
    assert stranger.send("GET", "/health/ready").json() == answer.json()


def test_a_stopped_view_is_shown_and_does_not_make_the_service_unready(stranger: Wire, database: Database) -> None:
    with database.project() as cursor:
        cursor.execute("INSERT INTO views.stopped (view, error) VALUES ('register.list', 'ValueError')")
    answer = stranger.send("GET", "/health").json()
    assert (answer["status"], answer["stopped"]) == ("ready", {"register.list": "ValueError"})
    assert "register.list 已停下" in answer["detail"]
    assert 'yingsu_view_stopped{error="ValueError",view="register.list"} 1.0' in stranger.send("GET", "/metrics").text


def test_quarantined_cases_are_counted_and_do_not_make_the_service_unready(stranger: Wire, database: Database) -> None:
    with database.project() as cursor:
        cursor.execute(
            "INSERT INTO views.quarantine (view, subject, position, event_id, error) "
            "SELECT 'register.list', 'case-' || n, n, gen_random_uuid(), 'ValueError' FROM generate_series(1, 2) AS n"
        )
    answer = stranger.send("GET", "/health").json()
    assert (answer["status"], answer["quarantined"], answer["stopped"]) == ("ready", {"register.list": 2}, {})
    assert "register.list 隔离了个别案件" in answer["detail"]
    assert "已停下" not in answer["detail"]
    with database.project() as cursor:
        cursor.execute("INSERT INTO views.stopped (view, error) VALUES ('register.other', 'ValueError')")
    detail = stranger.send("GET", "/health").json()["detail"]
    assert "register.other 已停下，视图 register.list 隔离了个别案件" in detail


def test_without_its_database_a_service_is_alive_but_unready(stranger: Wire, database: Database) -> None:
    database.close()
    answer = stranger.send("GET", "/health/ready")
    assert (answer.status_code, answer.json()["status"], answer.json()["database"]) == (503, "unready", False)
    assert answer.json()["detail"] == "数据库暂不可用，请稍后再试。"
    assert stranger.send("GET", "/health/live").json() == {"status": "alive"}


def test_over_another_schema_a_service_is_unready(stranger: Wire, urls: Urls) -> None:
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("UPDATE public.alembic_version SET version_num = '0000'")
    answer = stranger.send("GET", "/health/ready")
    assert (answer.status_code, answer.json()["schema_version"]) == (503, "0000")
    assert answer.json()["detail"] == f"数据库结构版本为 0000，本程序需要 {versions()[-1]}。请先执行 yingsu migrate。"


def test_before_the_first_migration_a_service_is_unready(stranger: Wire, urls: Urls) -> None:
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("DROP TABLE public.alembic_version")
    answer = stranger.send("GET", "/health/ready")
    assert (answer.status_code, answer.json()["detail"]) == (
        503,
        f"数据库结构版本为空，本程序需要 {versions()[-1]}。请先执行 yingsu migrate。",
    )


def test_a_request_while_the_database_is_away_may_be_sent_again(wire: Wire, database: Database) -> None:
    database.close()
    answer = wire.send("GET", "/entries")
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "database-unavailable", "2")
