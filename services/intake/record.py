"""The whole record of a case: the court's facts and every defendant's response, folded from the entries of all its streams."""

from collections.abc import Iterable

import msgspec

from services.intake import case, response
from services.intake.case import Case, Status
from services.intake.response import Response
from yingsu.events.intake.response import AnswerSubmitted
from yingsu.ledger.entry import Entry


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A case and the responses to it, in the order in which the agencies first acted."""

    case: Case
    responses: tuple[Response, ...] = ()

    @property
    def status(self) -> Status:
        """Where the case stands."""
        return response.status_of(self.case, (known.agency for known in self.responses if known.answered))

    def response_of(self, agency: str) -> Response:
        """The agency's response; an empty one of version 0 where it has not acted."""
        return next((known for known in self.responses if known.agency == agency), Response(agency=agency))


def evolve(state: Record, entry: Entry) -> Record:
    """The record after one more entry of the case, of whichever stream."""
    if entry.stream == state.case.case_id:
        return msgspec.structs.replace(state, case=case.evolve(state.case, entry))
    if not isinstance(entry.event, AnswerSubmitted):
        return state
    agency = entry.event.agency
    after = response.evolve(state.response_of(agency), entry)
    if any(known.agency == agency for known in state.responses):
        responses = tuple(after if known.agency == agency else known for known in state.responses)
    else:
        responses = (*state.responses, after)
    return msgspec.structs.replace(state, responses=responses)


def fold(case_id: str, entries: Iterable[Entry]) -> Record:
    """The record of all entries of a case, in position order."""
    state = Record(case=Case(case_id=case_id))
    for entry in entries:
        state = evolve(state, entry)
    return state
