"""The database as the software needs it: its roles, the database itself, and the version of its tables.

Owns: creating roles and database (`provision`), bringing the tables to this software's version (`migrate`, through the Alembic
migrations, which own all DDL), and waiting for that version (`await_schema`): a process that connected before a migration would
keep failing on types it cached, so nothing serves before the version is right.
"""

import hashlib
import hmac
import logging
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from yingsu.errors import Unavailable
from yingsu.settings import OWNER_ROLE, ROLES, Urls, role_urls

MIGRATIONS: Final = Path(__file__).resolve().parent.parent / "migrations"
CONNECT_SECONDS: Final = 10

_log = logging.getLogger(__name__)


class SchemaUnusable(Unavailable):
    """The database cannot be brought to, or is not at, the version of this software."""

    code = "schema-unusable"
    title = "数据库未就绪"


def role_passwords(master_key: bytes) -> Mapping[str, str]:
    """The passwords of the four roles on an external server, derived from the installation's key."""
    return {role: hmac.new(master_key, f"yingsu postgres role {role}".encode(), hashlib.sha256).hexdigest() for role in ROLES}


def provision(administrator_url: str, passwords: Mapping[str, str] | None = None, *, database: str | None = None) -> Urls:
    """Create the four roles and the database that are not there yet; give the roles `passwords`; returns the URL of each role.

    `administrator_url` is that of a superuser, or of a role with CREATEROLE and CREATEDB. `database` overrides the one it names.
    Idempotent, and safe to run several times at once. Raises SchemaUnusable.
    """
    parts = urlsplit(administrator_url)
    name = database or unquote(parts.path.lstrip("/"))
    maintenance = urlunsplit(parts._replace(path="/postgres"))
    try:
        with closing(psycopg.connect(maintenance, autocommit=True, connect_timeout=CONNECT_SECONDS)) as connection:
            connection.execute("SELECT pg_advisory_lock(hashtext('yingsu provision'))")
            _ensure_roles(connection, passwords)
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", (name,)).fetchall():
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'").format(
                        sql.Identifier(name), sql.Identifier(OWNER_ROLE)
                    )
                )
            _protect_database(connection, name)
    except psycopg.Error as error:
        raise SchemaUnusable(
            f"建立数据库 {name} 及其角色失败：{_one_line(error)}。请确认 YINGSU_DATABASE_URL 是管理员的地址（可建立角色和数据库）。"
        ) from error
    return role_urls(urlunsplit(parts._replace(path=f"/{name}")), passwords)


def is_provisioned(administrator_url: str) -> bool:
    """Whether the server has been given the roles before. Raises SchemaUnusable."""
    maintenance = urlunsplit(urlsplit(administrator_url)._replace(path="/postgres"))
    try:
        with closing(psycopg.connect(maintenance, autocommit=True, connect_timeout=CONNECT_SECONDS)) as connection:
            return bool(connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (OWNER_ROLE,)).fetchall())
    except psycopg.Error as error:
        raise SchemaUnusable(f"连不上数据库：{_one_line(error)}。请检查 YINGSU_DATABASE_URL 和数据库是否在运行。") from error


def migrate(owner_url: str) -> str:
    """Bring the tables to this software's version; returns that version. Simultaneous callers wait for one another.

    Raises SchemaUnusable: among others when the database is of a newer version than this software.
    """
    # Here and not above: a process that only waits for the version, or finds it, need not load Alembic and SQLAlchemy, a quarter of its start.
    from alembic import command
    from alembic.config import Config

    _refuse_newer(schema_version(owner_url))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = owner_url
    try:
        command.upgrade(config, "head")
    except psycopg.Error as error:
        raise SchemaUnusable(f"数据库结构升级失败，已退回升级前的状态：{_one_line(error)}。") from error
    return versions()[-1]


def versions() -> list[str]:
    """The schema versions that this software knows, oldest first: the numbers that the migrations' files are named for."""
    return sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def schema_version(url: str) -> str | None:
    """The version of the tables as any of the roles sees it; None before the first migration. Raises SchemaUnusable."""
    try:
        with closing(psycopg.connect(url, autocommit=True, connect_timeout=CONNECT_SECONDS)) as connection:
            if connection.execute("SELECT to_regclass('public.alembic_version')").fetchall() == [(None,)]:
                return None
            row = connection.execute("SELECT version_num FROM public.alembic_version").fetchone()
    except psycopg.errors.InsufficientPrivilege:
        # The first migration makes the table before it lets the other roles read it.
        return None
    except psycopg.Error as error:
        raise SchemaUnusable(
            f"连不上数据库：{_one_line(error)}。请确认数据库在运行、地址和密钥文件正确，并已执行 yingsu migrate。"
        ) from error
    return None if row is None else str(row[0])


def await_schema(url: str, seconds: float = 60) -> None:
    """Return once the tables are at this software's version. Raises SchemaUnusable when they are not within `seconds`.

    A version newer than this software is refused at once, as no waiting helps.
    """
    wanted = versions()[-1]
    deadline = time.monotonic() + seconds
    waiting = False
    while (present := schema_version(url)) != wanted:
        _refuse_newer(present)
        if not waiting:
            _log.warning("waiting for schema version %s, found %s", wanted, present or "none")
            waiting = True
        if time.monotonic() >= deadline:
            raise SchemaUnusable(f"数据库的结构版本是 {present or '（尚未建立）'}，本软件需要 {wanted}：请执行 yingsu migrate。")
        time.sleep(0.5)


def _refuse_newer(present: str | None) -> None:
    if present is not None and present not in versions():
        raise SchemaUnusable(f"数据库的结构版本 {present} 比本软件新（本软件为 {versions()[-1]}）：请改用更新的软件版本。")


def _ensure_roles(connection: psycopg.Connection, passwords: Mapping[str, str] | None) -> None:
    mark = None if passwords is None else f"yingsu {hashlib.sha256(passwords[OWNER_ROLE].encode()).hexdigest()[:16]}"
    row = connection.execute(
        "SELECT shobj_description(oid, 'pg_authid') FROM pg_roles WHERE rolname = %s", (OWNER_ROLE,)
    ).fetchone()
    if mark is not None and row is not None and row[0] not in (None, mark):
        # The roles belong to the whole server: other passwords would lock their installation out.
        raise SchemaUnusable(
            "这台数据库服务器上的角色属于用另一个密钥文件建立的安装，未作任何改动。请使用那个安装的密钥文件，或改用另一台服务器；"
            f"那个安装确已停用的，请由数据库管理员先执行 COMMENT ON ROLE {OWNER_ROLE} IS NULL。"
        )
    for role in ROLES:
        name = sql.Identifier(role)
        if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (role,)).fetchall():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
        if passwords is not None:
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(passwords[role])))
    if mark is not None:
        connection.execute(sql.SQL("COMMENT ON ROLE {} IS {}").format(sql.Identifier(OWNER_ROLE), sql.Literal(mark)))
    # Whoever is no superuser must be able to become a role to give it a database; creating it does not suffice since PostgreSQL 16.
    if connection.execute("SELECT FROM pg_roles WHERE rolname = current_user AND NOT rolsuper").fetchall():
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER_ROLE)))


def _protect_database(connection: psycopg.Connection, name: str) -> None:
    database, owner = sql.Identifier(name), sql.Identifier(OWNER_ROLE)
    row = connection.execute(
        "SELECT pg_get_userbyid(datdba) <> %s, has_database_privilege('public', oid, 'CONNECT') FROM pg_database WHERE datname = %s",
        (OWNER_ROLE, name),
    ).fetchone()
    foreign, open_to_all = row if row is not None else (False, False)
    if foreign:
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, owner))
    if open_to_all:
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        for role in ROLES:
            connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(role)))


def _one_line(error: psycopg.Error) -> str:
    return " ".join(str(error).split())
