"""How many requests a client may send."""

from collections.abc import Callable
from datetime import timedelta

from tests.web.conftest import Wire
from tests.web.register import application
from yingsu.clock import SettableClock
from yingsu.web.deps import Deps


def test_the_third_request_of_two_a_minute_is_refused(slow_deps: Deps, token_for: Callable[[str], str]) -> None:
    wire = Wire(application(slow_deps), token_for("hongze-oa"))
    answers = [wire.send("GET", "/entries") for _ in range(3)]
    assert [(answer.status_code, answer.headers["ratelimit"]) for answer in answers] == [
        (200, '"client";r=1;t=60'),
        (200, '"client";r=0;t=60'),
        (429, '"client";r=0;t=60'),
    ]
    assert answers[2].headers["ratelimit-policy"] == '"client";q=2;w=60'
    assert answers[2].headers["retry-after"] == "60"
    assert answers[2].json()["detail"] == ("请求过于频繁（上限为每 60 秒 2 次），本次未办理。请在 60 秒后用同一请求重试。")


def test_the_window_begins_anew(slow_deps: Deps, token_for: Callable[[str], str], transport: SettableClock) -> None:
    wire = Wire(application(slow_deps), token_for("hongze-oa"))
    for _ in range(3):
        wire.send("GET", "/entries")
    transport.set(transport() + timedelta(seconds=59.5))
    assert wire.send("GET", "/entries").headers["retry-after"] == "1"
    transport.set(transport() + timedelta(seconds=0.5))
    assert wire.send("GET", "/entries").headers["ratelimit"] == '"client";r=1;t=60'


def test_each_client_has_its_own_window(slow_deps: Deps, token_for: Callable[[str], str]) -> None:
    app = application(slow_deps)
    for client in ("hongze-oa", "hongze-oa2"):
        assert Wire(app, token_for(client)).send("GET", "/entries").headers["ratelimit"] == '"client";r=1;t=60'


def test_a_request_that_is_worth_several_is_counted_as_so_many(slow_deps: Deps) -> None:
    assert [slow_deps.rates.spend("a", 2).remaining, slow_deps.rates.spend("a").remaining] == [0, -1]
    assert slow_deps.rates.spend("b", 3).remaining == -1


def test_a_clock_that_was_set_back_begins_a_window(slow_deps: Deps, transport: SettableClock) -> None:
    slow_deps.rates.spend("a")
    transport.set(transport() - timedelta(hours=1))
    quota = slow_deps.rates.spend("a")
    assert (quota.remaining, quota.reset) == (1, 60)
