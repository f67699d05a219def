"""Roles, database and schema version: made once however often it is asked, and refused when it cannot be right."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from alembic.script import ScriptDirectory
from psycopg import sql

from yingsu.embedded import Embedded
from yingsu.schema import (
    MIGRATIONS,
    SchemaUnusable,
    await_schema,
    is_provisioned,
    migrate,
    provision,
    role_passwords,
    schema_version,
    versions,
)
from yingsu.settings import ROLES, Urls


def ask(url: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(sql.SQL(question))
        return cursor.fetchall() if cursor.description else []


def test_the_roles_may_nothing_that_would_pass_row_level_security(fresh: str) -> None:
    provision(fresh)
    mighty = "rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
    assert ask(fresh, f"SELECT rolname FROM pg_roles WHERE rolname LIKE 'yingsu%' AND ({mighty})") == []
    assert ask(fresh, "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'yingsu%'") == [(len(ROLES),)]


def test_the_database_is_byte_ordered_belongs_to_the_owner_and_is_closed_to_others(fresh: str) -> None:
    urls = provision(fresh)
    found = "SELECT datcollate, pg_get_userbyid(datdba), has_database_privilege('public', oid, 'CONNECT') FROM pg_database"
    assert ask(urls.app, f"{found} WHERE datname = current_database()") == [("C", "yingsu_owner", False)]


def test_provisioning_twice_changes_nothing(fresh: str) -> None:
    assert provision(fresh) == provision(fresh)


def test_an_administrator_who_is_no_superuser_can_provision(tmp_path: Path, programs: Path | None) -> None:
    with Embedded(tmp_path / "postgres", programs) as server:
        ask(server.url, "CREATE ROLE clerk LOGIN CREATEDB CREATEROLE")
        urls = provision(server.url.replace("//postgres@/postgres?", "//clerk@/yingsu?"))
        assert migrate(urls.owner) == versions()[-1]


def test_every_role_sees_the_version_after_migrating(fresh: str) -> None:
    urls = provision(fresh)
    assert schema_version(urls.app) is None
    assert migrate(urls.owner) == versions()[-1]
    assert [schema_version(url) for url in (urls.app, urls.reader, urls.keys)] == [versions()[-1]] * 3


def test_processes_that_migrate_at_once_do_not_get_in_each_others_way(fresh: str) -> None:
    urls = provision(fresh)
    program = "import sys; from yingsu.schema import migrate; migrate(sys.argv[1])"
    started = [subprocess.Popen([sys.executable, "-c", program, urls.owner], stderr=subprocess.PIPE) for _ in range(4)]
    assert [(process.communicate()[1], process.returncode) for process in started] == [(b"", 0)] * 4
    assert schema_version(urls.app) == versions()[-1]


def test_a_database_of_newer_software_is_refused(fresh: str) -> None:
    urls = provision(fresh)
    migrate(urls.owner)
    with psycopg.connect(urls.owner) as owner:
        owner.execute("UPDATE public.alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaUnusable, match="9999 比本软件新"):
        migrate(urls.owner)


def test_serving_on_an_older_schema_is_refused_with_the_command_that_helps(fresh: str) -> None:
    urls = provision(fresh)
    with pytest.raises(SchemaUnusable, match="请执行 yingsu migrate"):
        await_schema(urls.app, seconds=0)


def test_nobody_waits_for_the_schema_where_the_database_is_of_newer_software(fresh: str) -> None:
    urls = provision(fresh)
    migrate(urls.owner)
    with psycopg.connect(urls.owner) as owner:
        owner.execute("UPDATE public.alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaUnusable, match="9999 比本软件新"):
        await_schema(urls.app, seconds=3600)


def test_in_the_middle_of_the_first_migration_the_other_roles_see_no_version_yet(fresh: str) -> None:
    urls = provision(fresh)
    ask(urls.owner, "CREATE TABLE public.alembic_version (version_num varchar(32))")
    assert schema_version(urls.app) is None


def test_a_server_that_cannot_be_reached_is_told_in_one_line() -> None:
    nowhere = "postgresql://postgres@127.0.0.1:1/yingsu"
    for attempt in (provision, is_provisioned, schema_version):
        with pytest.raises(SchemaUnusable) as refusal:
            attempt(nowhere)
        assert "\n" not in refusal.value.message


def test_role_passwords_follow_from_the_key_and_differ() -> None:
    passwords = role_passwords(bytes(32))
    assert passwords == role_passwords(bytes(32))
    assert passwords != role_passwords(b"\x01" * 32)
    assert len(set(passwords.values())) == len(ROLES)


def test_given_passwords_are_set_and_stand_in_the_urls(fresh: str, postgres: str) -> None:
    urls = provision(fresh, role_passwords(bytes(32)))
    assert urlsplit(urls.keys).password == role_passwords(bytes(32))["yingsu_keys"]
    assert ask(
        postgres, "SELECT count(*) FROM pg_authid WHERE rolname LIKE 'yingsu%' AND rolpassword LIKE 'SCRAM-SHA-256$%'"
    ) == [(4,)]


def test_roles_of_another_installation_are_left_alone(fresh: str, postgres: str) -> None:
    provision(fresh, role_passwords(bytes(32)))
    stored = "SELECT rolname, rolpassword FROM pg_authid WHERE rolname LIKE 'yingsu%' ORDER BY 1"
    before = ask(postgres, stored)
    with pytest.raises(SchemaUnusable, match="另一个密钥文件"):
        provision(fresh, role_passwords(b"\x01" * 32))
    assert ask(postgres, stored) == before
    ask(postgres, "COMMENT ON ROLE yingsu_owner IS NULL")
    provision(fresh, role_passwords(b"\x01" * 32))
    assert ask(postgres, stored) != before


def test_migrations_are_one_line_and_named_for_their_number() -> None:
    files = sorted(path.name for path in (MIGRATIONS / "versions").glob("*.py"))
    assert [re.match(r"(\d{4})_[a-z_]+\.py$", name) is not None for name in files] == [True] * len(files)
    line = [script.revision for script in ScriptDirectory(MIGRATIONS).walk_revisions()][::-1]
    assert [name[:4] for name in files] == line == versions()


def test_migrations_are_found_from_any_folder(urls: Urls, tmp_path: Path) -> None:
    program = "import sys; from yingsu.schema import migrate; sys.stdout.write(migrate(sys.argv[1]))"
    environment = {"PYTHONPATH": str(MIGRATIONS.parent), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-c", program, urls.owner]
    said = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
    assert said == versions()[-1]
