"""Several who play disputes at once, one after the other, until told to stop; and what must be true of the record afterwards."""

import random
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

from services.registry import samples
from tests.journeys.clients import ACCEPTED, Answered, Clients
from tests.journeys.evidence import evidence
from tests.journeys.mediated import Journey
from tests.services.intake.cast import filing, service
from tests.whole import COURT, SUPERVISOR
from yingsu.settings import Urls

PLAYERS = 4
ASKED_AGAIN = 200


class Player:
    """Plays the cases of the examples in turn: mediations that fail and that end in an agreement, and filings between them."""

    def __init__(self, clients: Clients, number: int, chance: random.Random, stopping: threading.Event) -> None:
        self.clients = clients
        self.terminated: list[Journey] = []
        self.settled: list[Journey] = []
        self.failure: BaseException | None = None
        self._number = number
        self._chance = chance
        self._stopping = stopping

    def work(self) -> None:
        """Play until told to stop; what was begun is finished."""
        plays: list[Callable[[int], None]] = [self._terminate, self._file, self._settle, self._file]
        try:
            for serial, play in enumerate(
                cycle(plays[self._number % 2 * 2 :] + plays[: self._number % 2 * 2]), self._number * 10_000
            ):
                if self._stopping.is_set():
                    return
                play(serial)
        except BaseException as error:
            self.failure = error

    def _terminate(self, serial: int) -> None:
        journey = Journey(self.clients, serial)
        journey.terminate(self._chance)
        self.terminated.append(journey)

    def _settle(self, serial: int) -> None:
        journey = Journey(self.clients, serial)
        journey.settle()
        self.settled.append(journey)

    def _file(self, serial: int) -> None:
        case_no = f"（2026）苏0813行初{serial}号"
        market, land = samples.AGENCIES[1].code, samples.AGENCIES[2].code
        bodies = [
            filing(message_id=f"f-{serial}", case_no=case_no),
            service(message_id=f"a-{serial}", case_no=case_no, agency_code=market),
            service(message_id=f"b-{serial}", case_no=case_no, agency_code=land, occurred_on="2026-09-11"),
        ]
        for body in self._chance.sample(bodies, 3):
            self.clients.tell(COURT, body)


class Players:
    """All of them, each with clients of its own. `seed` decides what is up to chance, as far as it is up to them."""

    def __init__(self, folder: Path, addresses: Mapping[str, str], seed: int) -> None:
        self._stopping = threading.Event()
        self._clients = Clients(folder, addresses)
        self._chance = random.Random(seed)  # noqa: S311 (disorder, not secrecy)
        self._all = []
        for number in range(1, PLAYERS + 1):
            chance = random.Random(seed + number)  # noqa: S311 (disorder, not secrecy)
            self._all.append(Player(Clients(folder, addresses, chance), number, chance, self._stopping))

    @contextmanager
    def playing(self) -> Iterator[None]:
        """Within, everybody plays; on exit what was begun is finished, and nobody has failed."""
        threads = [threading.Thread(target=player.work) for player in self._all]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stopping.set()
            for thread in threads:
                thread.join()
        for player in self._all:
            if player.failure is not None:
                raise player.failure

    def check(self, urls: Urls) -> None:
        """Whatever happened meanwhile: nothing was lost, nothing is there twice, and whoever asks again gets the same answer."""
        acknowledged = [answered for player in self._all for answered in player.clients.acknowledged]
        terminated = [journey for player in self._all for journey in player.terminated]
        settled = [journey for player in self._all for journey in player.settled]
        unanswered = sum(player.clients.unanswered for player in self._all)
        print(f"{len(terminated)} + {len(settled)} mediations, {len(acknowledged)} commands, {unanswered} times no answer")
        assert min(len(terminated), len(settled)) >= PLAYERS // 2, "there was load"
        with evidence(urls) as found:
            found.check_order()
            found.check_acknowledged(acknowledged)
            found.check_reactions(acknowledged)
            found.check_alike(terminated)
            found.check_alike(settled)
            self._ask_again(self._chance.sample(acknowledged, min(ASKED_AGAIN, len(acknowledged))))
            assert found.ledger.head() == len(found.entries), "a repetition is not recorded"
            found.check_views()
        assert self._clients.get(SUPERVISOR, "/v1/intake/desk/messages").json() == []
        for file, content in [pair for journey in (*terminated, *settled) for pair in journey.files.items()]:
            assert self._clients.get(SUPERVISOR, f"/v1/intake/files/{file}/content").content == content

    def close(self) -> None:
        """Close the connections."""
        for clients in (self._clients, *(player.clients for player in self._all)):
            clients.close()

    def _ask_again(self, acknowledged: list[Answered]) -> None:
        """A receipt stays the same; a message that waited for its case has been placed by now; a step is answered with how it stands."""
        for answered in acknowledged:
            again = self._clients.deliver(answered.write)
            if answered.status == ACCEPTED:
                assert again.body["status"] == "applied", answered
            elif answered.write.path.startswith(("/v1/intake/court/", "/v1/intake/files")):
                assert again == answered
            else:
                assert again.status == answered.status, answered
