"""Tables made beside others like them, loaded in bulk, and put in their place. Owns the DDL of a rebuild.

A table is loaded without indexes and without row-level security, under which PostgreSQL refuses COPY FROM. Its indexes and constraints
keep their names, so that a later migration finds them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache

from psycopg import sql

from yingsu.ledger.database import Connection, Cursor

_LIKE = (
    "CREATE TABLE {new}.{table} (LIKE {old}.{table} INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING IDENTITY INCLUDING STORAGE "
    "INCLUDING COMPRESSION INCLUDING COMMENTS)"
)
_CONSTRAINTS = (
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('p', 'u', 'c', 'x') "
    "ORDER BY conname"
)
_INDEXES = (
    "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass "
    "AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY 1"
)


@contextmanager
def writing(connection: Connection, schema: str) -> Iterator[Cursor]:
    """A transaction in which names without a schema mean this one."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(_named("SET LOCAL search_path = {schema}", schema=schema))
        yield cursor


def create_like(cursor: Cursor, old: str, new: str, tables: Iterable[str]) -> None:
    """In schema `new`, tables with the columns of those in schema `old`."""
    for table in tables:
        cursor.execute(_named(_LIKE, old=old, new=new, table=table))


def load(cursor: Cursor, columns: Mapping[str, Sequence[str]], rows: Mapping[str, Sequence[tuple[object, ...]]]) -> None:
    """Load rows into the tables of the search path with COPY."""
    for table, found in rows.items():
        if found:
            names = sql.SQL(", ").join(map(sql.Identifier, columns[table]))
            with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)) as copy:
                for row in found:
                    copy.write_row([_array(tuple(value)) if type(value) is list else value for value in row])


@lru_cache(4096)
def _array(texts: tuple[str, ...]) -> str:
    """A text[] as PostgreSQL reads it. The same few lists, as of jurisdictions, are in row after row."""
    return "{" + ",".join('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts) + "}"


def finish(cursor: Cursor, old: str, new: str, tables: Iterable[str]) -> None:
    """Give the tables in `new` the constraints, the indexes and the comment of those in `old`, and statistics."""
    for table in tables:
        like, made = f"{old}.{table}", sql.Identifier(new, table)
        for name, definition in cursor.execute(_CONSTRAINTS, (like,)).fetchall():
            cursor.execute(sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(made, sql.Identifier(name), sql.SQL(definition)))
        for (definition,) in cursor.execute(_INDEXES, (like,)).fetchall():
            cursor.execute(sql.SQL(definition.replace(f" ON {old}.", f" ON {new}.", 1)))
        comment = cursor.execute("SELECT obj_description(%s::regclass)", (like,)).fetchone()
        cursor.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(made, sql.Literal(comment[0] if comment else None)))
        cursor.execute(sql.SQL("ANALYZE {}").format(made))


def swap(cursor: Cursor, new: str, old: str, tables: Iterable[str]) -> None:
    """Put the tables of schema `new` in the place of those of schema `old`, which are dropped. Needs nobody to read them meanwhile."""
    for table in tables:
        cursor.execute(_named("DROP TABLE {old}.{table}", old=old, table=table))
        cursor.execute(_named("ALTER TABLE {new}.{table} SET SCHEMA {old}", old=old, new=new, table=table))
        cursor.execute("SELECT views.protect(%s)", (table,))


def _named(statement: str, **names: str) -> sql.Composed:
    return sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()})
