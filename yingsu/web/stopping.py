"""The word that a process is about to stop, for requests that wait for something: they are answered now, instead of being broken off."""

from collections.abc import Callable


class Stopping:
    """Who wants to hear, and whether it was said. Used in the thread of the event loop only."""

    def __init__(self) -> None:
        self.begun = False
        self._hearing: list[Callable[[], None]] = []

    def heard_by(self, hear: Callable[[], None]) -> None:
        """Call `hear` when it begins."""
        self._hearing.append(hear)

    def begin(self) -> None:
        """Say it."""
        self.begun = True
        for hear in self._hearing:
            hear()
