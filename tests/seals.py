"""Seals that hide nothing and remember what they sealed: for tests of decisions."""

from yingsu.ledger.sealed import Person, SealedPerson, SealedText


class OpenSeals:
    """Of texts and persons of these subjects. The box tells what is in it."""

    def __init__(self, texts: str, persons: str) -> None:
        self.sealed: list[str] = []
        self._texts = texts
        self._persons = persons

    def text(self, plain: str) -> SealedText:
        """A sealed text."""
        self.sealed.append(plain)
        return open_text(self._texts, plain)

    def person(self, plain: Person) -> SealedPerson:
        """A sealed person."""
        self.sealed.append(plain.name)
        return open_person(self._persons, plain)


def open_text(subject: str, plain: str) -> SealedText:
    """The text as these seals seal it."""
    return SealedText(subject=subject, key_id="k", box=plain)


def open_person(subject: str, plain: Person) -> SealedPerson:
    """The person as these seals seal it, by the name alone."""
    return SealedPerson(subject=subject, key_id="k", box=plain.name)
