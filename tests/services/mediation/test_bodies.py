"""Texts that show nothing, or show something else than they say, are refused at the door of mediation, and nothing is recorded."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.mediation.story import (
    ACCEPTED,
    AGREED,
    EXPLAINED,
    NOTICES,
    PLANS,
    RETURNED,
    SCHEDULED,
    SETTLED,
    TERMINATED,
    Step,
    play,
    refer,
    send,
)
from tests.whole import Whole

UNSEEN = "\u200b"
TURNED = "洪示调\u202e号1〕6202〔终"


def changed(step: Step, **fields: Any) -> Step:
    """The step with other contents."""
    return step._replace(body={**step.body, **fields})


@pytest.mark.parametrize(
    ("step", "pointer"),
    [
        (changed(SETTLED, terms=["示例条款", UNSEEN]), "/terms/1"),
        (changed(SETTLED, terms=["\u3164"]), "/terms/0"),
        (changed(SETTLED, document_no="洪示调协\n〔2026〕1号"), "/document_no"),
        (changed(NOTICES[0], document_no="洪示调交\u2028〔2026〕1号"), "/document_no"),
        (changed(NOTICES[0], method=UNSEEN), "/method"),
        (changed(SCHEDULED, place="\u2060\u200d"), "/place"),
        (changed(SCHEDULED, reason=UNSEEN), "/reason"),
        (changed(AGREED, notes="示例\u0007"), "/notes"),
        (changed(EXPLAINED[0], note=UNSEEN), "/note"),
        (changed(TERMINATED, reason="other", note=UNSEEN), "/note"),
        (changed(TERMINATED, reason="other", note="\u2800"), "/note"),
        (changed(TERMINATED, document_no=TURNED), "/document_no"),
        (changed(TERMINATED, document_no="洪示调终〔2026〕1号\r\n送达回证"), "/document_no"),
        (changed(RETURNED, letter_no="洪示调函\u2066〔2026〕1号"), "/letter_no"),
        (changed(RETURNED, materials=[{"material": "m1", "returned": False, "reason": UNSEEN}]), "/materials/0/reason"),
        (changed(PLANS[0], plan=UNSEEN), "/plan"),
        (changed(PLANS[0], plan="方案\u202e（样例）"), "/plan"),
        (changed(PLANS[0], leader={"name": UNSEEN}), "/leader/name"),
        (changed(PLANS[0], leader_post="副\n局长"), "/leader_post"),
    ],
)
def test_a_text_that_shows_nothing_or_turns_what_it_says_is_refused(
    whole: Whole, subjects: Callable[[], set[str]], step: Step, pointer: str
) -> None:
    mediation = refer(whole)
    play(whole, mediation, ACCEPTED, *NOTICES)
    before, keys = len(whole.ledger.read_all(0, 1000)), subjects()

    refused = send(whole, mediation, step)

    assert refused.status_code == 422, refused.text
    assert [flaw["pointer"] for flaw in refused.json()["errors"]] == [pointer], refused.text
    assert (len(whole.ledger.read_all(0, 1000)), subjects()) == (before, keys)


def test_a_text_of_several_lines_keeps_its_lines(whole: Whole) -> None:
    mediation = refer(whole)
    play(whole, mediation, ACCEPTED, *NOTICES)
    told = play(whole, mediation, changed(PLANS[0], plan="一、变更罚款\n二、当面说明（样例）"))
    assert told["submissions"][0]["plan"] == "一、变更罚款\n二、当面说明（样例）"
