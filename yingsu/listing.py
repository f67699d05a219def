"""A page of a read model: narrowed condition by condition, in the order of some columns, from after the last row of the page before."""

from collections.abc import Sequence
from typing import Any

from yingsu.disputes import joined
from yingsu.ledger.database import Cursor


class Listing:
    """The rows of `select` (a statement up to its WHERE, with its values) that meet every condition. All texts are the callers' literals."""

    def __init__(self, select: str, *values: object) -> None:
        self._select = select
        self._values = list(values)
        self._conditions: list[str] = []
        self._around: tuple[str, tuple[object, ...]] = ("{}", ())

    def around(self, statement: str, *values: object) -> None:
        """What a statement makes of the rows of a page, and of no others: `{}` in it is the page, `values` are those that follow it."""
        self._around = statement, values

    def where(self, condition: str, *values: object) -> None:
        """Only rows that meet the condition."""
        self._conditions.append(condition)
        self._values.extend(values)

    def narrow(self, condition: str, value: object | None) -> None:
        """Only rows that meet the condition for `value`; None does not narrow."""
        if value is not None:
            self.where(condition, value)

    def narrow_to_dispute(self, cursor: Cursor, case_id: str | None) -> None:
        """Only rows of the dispute that the record belongs to, as the cursor's tenants see it; None does not narrow."""
        if case_id is not None:
            self.where("case_id = ANY (%s)", sorted(joined(cursor, [case_id]).records_of(case_id)))

    def oldest(self, cursor: Cursor, by: Sequence[str], after: Sequence[object] | None, limit: int) -> list[tuple[Any, ...]]:
        """Up to `limit` rows in ascending order of the columns `by`, the last of which is unique, from after the row with these values."""
        return self._read(cursor, by, ">", "ASC", after, limit)

    def latest(self, cursor: Cursor, by: Sequence[str], after: Sequence[object] | None, limit: int) -> list[tuple[Any, ...]]:
        """The same in descending order."""
        return self._read(cursor, by, "<", "DESC", after, limit)

    def _read(
        self, cursor: Cursor, by: Sequence[str], beyond: str, direction: str, after: Sequence[object] | None, limit: int
    ) -> list[tuple[Any, ...]]:
        if after is not None:
            self.where(f"({', '.join(by)}) {beyond} ({', '.join(['%s'] * len(by))})", *after)
        where = f" WHERE {' AND '.join(self._conditions)}" if self._conditions else ""
        order = f"ORDER BY {', '.join(f'{column} {direction}' for column in by)}"
        statement, values = self._around
        query = f"{statement.format(f'{self._select}{where} {order} LIMIT %s')} {order if values else ''}"
        return cursor.execute(query, [*self._values, limit, *values]).fetchall()
