"""What a what-if costs: a year of a large city (100,000 facts of 20,000 cases) tried under a neighbour's profile, beside only reading it."""

import json
import statistics
from datetime import date
from typing import Final

from bench.history import write_history
from bench.reading import installed, seconds
from services.registry.samples import JURISDICTION
from services.registry.whatif import Trial, play
from yingsu.histories import histories
from yingsu.installation import Installation
from yingsu.law import published
from yingsu.law.profile import load_builtin
from yingsu.law.rules import Rules

FACTS_A_CASE: Final = 5
TRIED: Final = ("yicheng", date(2023, 3, 9))


def measure_trial(rounds: int, facts: int) -> str:
    """Print the JSON lines and return the table's line."""
    with installed() as installation:
        write_history(installation.urls.owner, facts, facts_a_case=FACTS_A_CASE)
        rules = published.load_rules(installation.ledger)
        trial = Trial(
            profile=load_builtin(*TRIED), jurisdiction=JURISDICTION, first=None, last=date(2026, 12, 31), agency=None, shown=200
        )
        tried, read = [], []
        for number in range(rounds):
            read.append(seconds(lambda: _read(installation, rules)))
            tried.append(seconds(lambda: list(play(installation.database, rules, trial))))
            found = {"measure": "what-if", "round": number, "seconds": round(tried[-1], 2), "reading alone": round(read[-1], 2)}
            print(json.dumps(found), flush=True)
    ratio = statistics.median(ours / theirs for ours, theirs in zip(tried, read, strict=True))
    cases = facts // FACTS_A_CASE
    return f"{'what-if':<24} {statistics.median(tried):.2f} s for {facts} facts of {cases} cases   × {ratio:.1f} of reading them"


def _read(installation: Installation, rules: Rules) -> None:
    tenants = (JURISDICTION,)
    with installation.database.read(tenants) as cursor:
        cases = [case_id for (case_id,) in cursor.execute("SELECT DISTINCT case_id FROM ledger.entry WHERE case_id IS NOT NULL")]
        found = histories(cursor, cases)
    if not sum(len(dispute.entries) for dispute in found.read(installation.database, tenants, rules.topics)):
        raise SystemExit("the ledger is empty")
