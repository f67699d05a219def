"""Jobs beside one another: who is slow holds up nobody else, and nobody is passed over for good."""

import threading
from functools import partial

import pytest

from services.notify.webhooks.lanes import MOST, Lanes

SOON = 60.0


def test_a_job_that_found_no_room_comes_before_those_that_had_their_turn() -> None:
    """All but one are there again, and again in front of it."""
    lanes, done = Lanes(), list[str]()
    slow = [f"slow-{number:02}" for number in range(MOST)]
    jobs = {key: partial(done.append, key) for key in [*slow, "z"]}
    lanes.run(jobs, SOON)
    assert sorted(done) == slow
    lanes.run(jobs, SOON)
    assert "z" in done
    assert len(done) == 2 * MOST


def test_a_job_that_is_under_way_is_not_begun_again_and_holds_up_no_other() -> None:
    lanes, over, done = Lanes(), threading.Event(), list[str]()

    def slow() -> None:
        over.wait(SOON)
        done.append("slow")

    lanes.run({"slow": slow, "quick": lambda: done.append("quick")}, 0.2)
    lanes.run({"slow": slow, "quick": lambda: done.append("quick")}, 0.2)
    assert done == ["quick", "quick"]
    over.set()
    lanes.run({}, SOON)
    assert done == ["quick", "quick", "slow"]


def test_what_a_job_fails_with_is_told() -> None:
    def fail() -> None:
        raise KeyError("poison")

    with pytest.raises(KeyError, match="poison"):
        Lanes().run({"one": fail}, SOON)
