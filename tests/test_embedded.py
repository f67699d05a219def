"""The embedded PostgreSQL: it starts, survives a kill, is shared, stops; and says in one line why it cannot."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from yingsu.embedded import Embedded, EmbeddedFailed


@pytest.fixture
def server(tmp_path: Path, programs: Path | None) -> Iterator[Embedded]:
    server = Embedded(tmp_path / "postgres", programs)
    yield server
    server.stop()


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def test_a_new_server_is_durable_byte_ordered_and_has_no_network_port(server: Embedded) -> None:
    url = server.start()
    assert ask(url, "SHOW fsync") == "on"
    assert ask(url, "SHOW data_checksums") == "on"
    assert ask(url, "SHOW server_encoding") == "UTF8"
    assert ask(url, "SHOW listen_addresses") == ""
    assert ask(url, "SELECT datcollate FROM pg_database WHERE datname = 'postgres'") == "C"


def test_the_socket_is_closed_to_other_accounts(server: Embedded) -> None:
    url = server.start()
    folder = Path(str(ask(url, "SHOW unix_socket_directories")))
    assert folder.stat().st_mode & 0o777 == 0o700


def test_what_was_committed_is_there_after_a_stop_and_a_start(server: Embedded) -> None:
    with psycopg.connect(server.start()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    server.stop()
    assert server.server_pid is None
    assert ask(server.start(), "SELECT number FROM kept") == 7


def test_what_was_committed_is_there_after_the_server_was_killed(server: Embedded) -> None:
    with psycopg.connect(server.start()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    pid = server.server_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert ask(server.start(), "SELECT number FROM kept") == 7
    assert server.server_pid != pid


def test_orphans_of_a_killed_server_do_not_keep_it_from_starting(server: Embedded) -> None:
    server.start()
    pid = server.server_pid
    assert pid is not None
    orphan = next(child for child in psutil.Process(pid).children() if "checkpointer" in child.name() + " ".join(child.cmdline()))
    orphan.suspend()
    os.kill(pid, signal.SIGKILL)
    assert ask(server.start(), "SELECT 1") == 1
    assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE


def test_a_stale_process_id_that_now_belongs_to_something_else_is_no_server(server: Embedded) -> None:
    server.start()
    server.stop()
    (server.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{server.cluster}\n0\n5432\n/nowhere\n\n0 0\nready\n")
    assert server.server_pid is None
    assert ask(server.start(), "SELECT 1") == 1


def test_an_interrupted_creation_is_begun_again(server: Embedded) -> None:
    remains = server.folder / "cluster.new" / "base"
    remains.mkdir(parents=True)
    (remains / "half").write_text("half")
    assert ask(server.start(), "SELECT 1") == 1
    assert not (server.folder / "cluster.new").exists()


def test_another_process_attaches_and_its_exit_leaves_the_server_running(server: Embedded, programs: Path | None) -> None:
    server.start()
    pid = server.server_pid
    program = (
        "import sys, pathlib; from yingsu.embedded import Embedded\n"
        "binaries = pathlib.Path(sys.argv[2]) if sys.argv[2] else None\n"
        "with Embedded(pathlib.Path(sys.argv[1]), binaries) as other: print(other.server_pid, other.launched)"
    )
    command = [sys.executable, "-c", program, str(server.folder), str(programs or "")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.split() == [str(pid), "False"]
    assert server.server_pid == pid


def test_leaving_the_context_stops_the_server_that_it_launched(tmp_path: Path, programs: Path | None) -> None:
    with Embedded(tmp_path / "postgres", programs) as server:
        assert ask(server.url, "SELECT 1") == 1
    assert server.server_pid is None


def test_a_folder_with_a_long_name_and_odd_characters_works(tmp_path: Path, programs: Path | None) -> None:
    folder = tmp_path / "应诉 'data' \"x\" $HOME" / ("l" * 120) / "postgres"
    with Embedded(folder, programs) as server:
        assert ask(server.url, "SELECT 1") == 1
        socket_folder = Path(str(ask(server.url, "SHOW unix_socket_directories")))
    assert len(str(socket_folder / ".s.PGSQL.5432")) <= 103
    assert not socket_folder.exists()


def test_a_folder_that_cannot_be_made_is_named_in_one_line(tmp_path: Path, programs: Path | None) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EmbeddedFailed) as refusal:
        Embedded(tmp_path / "file" / "postgres", programs).start()
    assert str(tmp_path / "file" / "postgres") in refusal.value.message
    assert "不可写" in refusal.value.message
    assert "\n" not in refusal.value.message


def test_missing_programs_are_named_in_one_line(tmp_path: Path) -> None:
    nothing = tmp_path / "bin"
    nothing.mkdir()
    with pytest.raises(EmbeddedFailed, match="没有 PostgreSQL 的程序"):
        Embedded(tmp_path / "postgres", nothing).start()


def test_data_of_another_major_version_is_refused_and_left_alone(server: Embedded) -> None:
    server.start()
    server.stop()
    version = server.cluster / "PG_VERSION"
    kept = version.read_text()
    version.write_text("9\n")
    with pytest.raises(EmbeddedFailed, match="数据由 PostgreSQL 9 建立"):
        server.start()
    version.write_text(kept)


def test_a_failed_start_tells_the_reason_from_the_log(server: Embedded) -> None:
    server.start()
    server.stop()
    with (server.cluster / "postgresql.conf").open("a") as file:
        file.write("no_such_setting = on\n")
    with pytest.raises(EmbeddedFailed) as refusal:
        server.start()
    assert "no_such_setting" in refusal.value.message
    assert "\n" not in refusal.value.message
