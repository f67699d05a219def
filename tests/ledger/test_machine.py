"""The ledger against a model of itself: whatever commands come in whatever order, it holds what the model holds."""

from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test

from tests.ledger.writing import HONGZE, command, new, removal, write
from yingsu.errors import YingsuError
from yingsu.ledger.entry import Command, Receipt, StreamWrite
from yingsu.ledger.store import Ledger

STREAMS = ("case-a", "case-b", "response-a", "case_number-a")
_runs = count()


class Model(RuleBasedStateMachine):
    """`reasons` is what each stream should hold; `position` is where the ledger should end."""

    commands = Bundle("commands")
    ledger: Ledger

    def __init__(self) -> None:
        super().__init__()
        self.run = next(_runs)
        self.reasons: dict[str, list[str]] = {}
        self.receipts: dict[Command, Receipt] = {}
        self.position = self.ledger.head()

    @rule(
        target=commands,
        lengths=st.dictionaries(st.sampled_from(STREAMS), st.integers(1, 3), min_size=1, max_size=3),
        shift=st.sampled_from([0, 0, 0, 0, -1, 1]),
        permitted=st.sampled_from([(HONGZE,), (HONGZE,), ("*",), ("370403",)]),
    )
    def send(self, lengths: dict[str, int], shift: int, permitted: tuple[str, ...]) -> object:
        writes = [
            StreamWrite(
                stream=f"{stream}{self.run}",
                expected_version=max(0, len(self.reasons.get(stream, [])) + shift),
                events=tuple(new(removal(f"{len(self.receipts)}.{n}")) for n in range(length)),
            )
            for stream, length in lengths.items()
        ]
        sent = command(*writes, permitted=permitted)
        stale = any(
            write.expected_version != len(self.reasons.get(stream, [])) for stream, write in zip(lengths, writes, strict=True)
        )
        expected = "version-conflict" if stale else "jurisdiction-denied" if "370403" in permitted else ""
        assert self._outcome(sent) == expected
        if expected:
            return multiple()
        for stream, length in lengths.items():
            self.reasons.setdefault(stream, []).extend(f"{len(self.receipts)}.{n}" for n in range(length))
        receipt = self.ledger.receipt(sent.command_id, sent.body_hash)
        assert receipt is not None
        first, self.position = self.position + 1, self.position + sum(lengths.values())
        assert [line.position for line in receipt.events] == list(range(first, self.position + 1))
        self.receipts[sent] = receipt
        return sent

    @rule(sent=commands)
    def repeat(self, sent: Command) -> None:
        assert self.ledger.append(sent) == self.receipts[sent]

    @rule(sent=commands)
    def reuse_the_key(self, sent: Command) -> None:
        reused = command(write(f"case-a{self.run}", 99), command_id=sent.command_id, body_hash=b"other")
        assert self._outcome(reused) == "idempotency-key-reused"

    @invariant()
    def it_holds_what_the_model_holds(self) -> None:
        assert self.ledger.head() == self.position
        for stream in STREAMS:
            entries = self.ledger.load(f"{stream}{self.run}", (HONGZE,))
            assert [entry.version for entry in entries] == list(range(1, len(entries) + 1))
            assert [entry.event for entry in entries] == [removal(reason) for reason in self.reasons.get(stream, [])]

    def _outcome(self, sent: Command) -> str:
        try:
            self.ledger.append(sent)
        except YingsuError as error:
            return error.code
        return ""


def test_the_ledger_holds_what_the_model_holds(ledger: Ledger) -> None:
    class Machine(Model):
        pass

    Machine.ledger = ledger
    run_state_machine_as_test(
        Machine,
        settings=settings(max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]),
    )
    assert ledger.head() > 0
