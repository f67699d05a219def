"""Figures for Prometheus."""

from prometheus_client.parser import text_string_to_metric_families

from tests.web.conftest import Wire
from yingsu.ledger.database import Database
from yingsu.ledger.store import Ledger


def test_requests_are_counted_by_route_template(wire: Wire, registered: Ledger) -> None:
    for address in ("/entries/agency-7", "/entries/agency-8", "/entries?limit=1", "/nowhere", "/nowhere/else"):
        wire.send("GET", address)
    wire.send("BREW", "/entries")
    counted = _samples(wire, "yingsu_http_requests_total")
    assert counted == {
        ("register", "GET", "/entries/{entry}", "404"): 2,
        ("register", "GET", "/entries", "200"): 1,
        ("register", "GET", "(none)", "404"): 2,
        ("register", "OTHER", "/entries", "405"): 1,
    }
    timed = _samples(wire, "yingsu_http_request_seconds_count")
    assert timed["register", "GET", "/entries/{entry}"] == 2


def test_the_ledger_and_the_views_are_shown(wire: Wire, registered: Ledger) -> None:
    assert _samples(wire, "yingsu_ledger_up") == {(): 1}
    assert _samples(wire, "yingsu_ledger_entries_total") == {(): registered.head()}
    assert _samples(wire, "yingsu_view_lag_entries") == {("register", "register.list"): 3}


def test_quarantined_cases_are_counted_by_view(wire: Wire, registered: Ledger, database: Database) -> None:
    assert _samples(wire, "yingsu_view_quarantined") == {}
    with database.project() as cursor:
        cursor.execute(
            "INSERT INTO views.quarantine (view, subject, position, event_id, error) "
            "SELECT 'register.list', 'case-' || n, n, gen_random_uuid(), 'ValueError' FROM generate_series(1, 2) AS n"
        )
    assert _samples(wire, "yingsu_view_quarantined") == {("register.list",): 2}


def test_figures_are_shown_while_the_database_is_away(wire: Wire, database: Database) -> None:
    database.close()
    assert _samples(wire, "yingsu_ledger_up") == {(): 0}
    assert _samples(wire, "yingsu_ledger_entries_total") == {}


def _samples(wire: Wire, name: str) -> dict[tuple[str, ...], float]:
    text = wire.send("GET", "/metrics").text
    names = ("service", "method", "route", "status", "view")
    return {
        tuple(sample.labels[label] for label in names if label in sample.labels): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name and sample.labels.get("route") not in ("/metrics",)
    }
