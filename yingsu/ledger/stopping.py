"""Which views and workers stopped over a failure: the word they leave for health, which may be asked of another process."""

from contextlib import suppress

from yingsu.ledger.database import Cursor, Database, DatabaseUnavailable


def stopped(database: Database) -> dict[str, str]:
    """The views and workers that failed and wait to be tried again, with the kind of error: of every process. Raises `DatabaseUnavailable`."""
    with database.session() as connection:
        return dict(connection.execute("SELECT view, error FROM views.stopped ORDER BY view").fetchall())


def leave_word(database: Database, name: str, error: Exception) -> None:
    """Tell that `name` stopped. Where the database cannot be reached, health says that itself."""
    with suppress(DatabaseUnavailable), database.project() as cursor:
        cursor.execute(
            "INSERT INTO views.stopped (view, error) VALUES (%s, %s) ON CONFLICT (view) DO UPDATE SET error = excluded.error",
            (name, type(error).__name__),
        )


def take_back(cursor: Cursor, name: str) -> None:
    """Tell that `name` goes on, in whichever process it stopped. The cursor is of the reader role."""
    cursor.execute("DELETE FROM views.stopped WHERE view = %s", (name,))
