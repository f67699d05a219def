"""The command `yingsu` as a person meets it: real processes, what they print, how they end."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from yingsu.cli import parser
from yingsu.composition import SERVICES
from yingsu.embedded import Embedded
from yingsu.ledger.keys import create_key_file
from yingsu.schema import versions

ROOT = Path(__file__).parents[1]


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Ours without its settings, with the data in `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YINGSU_")}
    return {**kept, "PYTHONPATH": str(ROOT), "YINGSU_DATA": str(folder), **variables}


def yingsu(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end, in a folder that is not the repository's."""
    command = [sys.executable, "-m", "yingsu", *arguments]
    return subprocess.run(
        command, cwd=ROOT.parent, env=environment(folder, **variables), capture_output=True, text=True, check=False
    )


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@dataclass
class Running:
    """A `yingsu run` that serves."""

    process: subprocess.Popen[str]
    folder: Path
    port: int
    said: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def token(self) -> str:
        """A token, with the credentials that the printed command reads."""
        reading = self.said[self.said.index('-u "') + 4 : self.said.index('" -d grant_type')]
        told = subprocess.run(
            ["bash", "-c", f'printf %s "{reading}"'], cwd=self.folder.parent, capture_output=True, text=True, check=True
        )
        client, _, secret = told.stdout.partition(":")
        answer = httpx.post(f"{self.address}/v1/registry/token", data={"grant_type": "client_credentials"}, auth=(client, secret))
        token: str = answer.raise_for_status().json()["access_token"]
        return token

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """The exit code and what it said last."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, rest


def start(folder: Path) -> Running:
    port = free_port()
    with (folder.parent / "log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "yingsu", "run"],
            cwd=folder.parent,
            env=environment(folder, YINGSU_PORT=str(port)),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert process.stdout is not None
    said = ""
    while "make demo" not in said:
        line = process.stdout.readline()
        assert line, (folder.parent / "log").read_text()
        said += line
    return Running(process, folder, port, said)


def separate(folder: Path, *arguments: str, until: str) -> subprocess.Popen[str]:
    """A process that was started and has said `until`."""
    with (folder.parent / "log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "yingsu", *arguments],
            cwd=folder.parent,
            env=environment(folder),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    assert process.stdout is not None
    assert until in process.stdout.readline(), (folder.parent / "log").read_text()
    return process


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("installation") / "data"


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Running]:
    running = start(folder)
    yield running
    running.stop()


def test_help_lists_every_command_in_chinese(tmp_path: Path) -> None:
    done = yingsu(tmp_path / "data", "--help")
    assert done.returncode == 0
    assert "用法：yingsu" in done.stdout
    for command in (
        "run",
        "serve",
        "project",
        "init",
        "migrate",
        "rebuild",
        "quarantine",
        "release",
        "backup",
        "restore",
        "files",
        "demo",
        "sandbox",
        "openapi",
        "deadline",
    ):
        assert re.search(rf"^    {command}\s", done.stdout, re.MULTILINE)


def test_the_help_of_serve_names_every_service(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit):
        parser().parse_args(["serve", "--help"])
    (line,) = re.findall(r"服务名：(.*)", capsys.readouterr().out)
    assert sorted(re.findall("[a-z]+", line)) == sorted(SERVICES)


@pytest.mark.parametrize(
    ("arguments", "wording"),
    [
        (("lauch",), "没有 lauch 这一项"),
        ((), "缺少参数"),
        (("run", "--port"), "不认识的参数 --port"),
        (("openapi", "--folder"), "参数 --folder 需要一个值"),
        (("migrate", "--help=1"), "参数 -h/--help 不带值"),
        (("serve",), "缺少参数 SERVICE"),
        (("files",), "缺少参数 check"),
        (("files", "mend"), "没有 mend 这一项"),
        (("serve", "intake", "--port", "0"), "参数 --port 的值 '0' 无效"),
        (("serve", "intake", "--host", "example.test"), "参数 --host 的值 'example.test' 无效"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_chinese_line(tmp_path: Path, arguments: tuple[str, ...], wording: str) -> None:
    done = yingsu(tmp_path / "data", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert wording in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_wrong_setting_is_told_in_one_line(tmp_path: Path) -> None:
    done = yingsu(tmp_path / "data", "run", YINGSU_PORT="eighty")
    assert (done.returncode, done.stdout) == (1, "")
    assert "YINGSU_PORT" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_port_in_use_is_told_in_one_line_before_anything_is_created(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = yingsu(tmp_path / "data", "run", YINGSU_PORT=str(port))
    assert done.returncode == 1
    assert f"127.0.0.1:{port} 已被其他程序占用" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_a_data_folder_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for command in ("run", "init"):
        done = yingsu(tmp_path / "file" / "data", command, YINGSU_PORT=str(free_port()))
        assert done.returncode == 1
        assert "不可写" in done.stderr or "无法建立" in done.stderr
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [("serve", "intake"), ("project",)])
def test_without_a_running_database_a_separate_process_says_what_to_start_and_creates_nothing(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    done = yingsu(tmp_path / "data", *arguments, YINGSU_PORT=str(free_port()))
    assert (done.returncode, done.stdout) == (1, "")
    assert "请先启动 yingsu run，或用 YINGSU_DATABASE_URL 指定外部数据库" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("arguments", [("serve", "intake"), ("project",)])
def test_a_separate_process_needs_the_key_file_and_makes_none(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    nowhere = f"postgresql://127.0.0.1:{free_port()}/yingsu"
    done = yingsu(tmp_path / "data", *arguments, YINGSU_PORT=str(free_port()), YINGSU_DATABASE_URL=nowhere)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"缺少密钥文件 {tmp_path / 'data' / 'keys' / 'master.key'}" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_an_unknown_service_is_told_with_those_there_are(tmp_path: Path) -> None:
    done = yingsu(tmp_path / "data", "serve", "judging")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"没有名为 judging 的服务，可用的是 {'、'.join(SERVICES)}" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_port_in_use_is_told_by_serve_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = yingsu(tmp_path / "data", "serve", "notify", "--port", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"127.0.0.1:{port} 已被其他程序占用" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_unreachable_database_is_told_in_one_line(tmp_path: Path) -> None:
    done = yingsu(tmp_path / "data", "migrate", YINGSU_DATABASE_URL=f"postgresql://postgres@127.0.0.1:{free_port()}/yingsu")
    assert done.returncode == 1
    assert "连不上数据库" in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_it_prints_leads_to_a_token_and_an_answer(running: Running) -> None:
    assert f"{running.address}/v1/intake/docs" in running.said
    answer = httpx.get(f"{running.address}/v1/notify/obligations", headers={"Authorization": f"Bearer {running.token()}"})
    assert answer.status_code == 200
    assert f"{running.address}/v1/notify/obligations" in running.said


def test_every_service_answers_under_its_own_path(running: Running) -> None:
    welcome = httpx.get(f"{running.address}/").json()
    assert [service["address"] for service in welcome["services"]] == [f"/v1/{name}" for name in SERVICES]
    assert {httpx.get(running.address + service["docs"]).status_code for service in welcome["services"]} == {200}
    assert httpx.get(f"{running.address}/health").json()["status"] == "ready"


def test_what_is_not_http_is_answered_in_our_words(running: Running) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=10) as line:
        line.sendall("GET /v1/intake/cases?cause=行政处罚 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    assert answer.startswith("HTTP/1.1 400 ")
    assert "application/problem+json" in answer
    assert "http-malformed" in answer


def test_a_second_run_on_the_same_folder_is_told_in_one_line(running: Running) -> None:
    done = yingsu(running.folder, "run", YINGSU_PORT=str(free_port()))
    assert done.returncode == 1
    assert "另一个 yingsu run 正在使用数据文件夹" in done.stderr
    assert done.stderr.count("\n") == 1


def test_administration_works_beside_a_running_process_and_leaves_its_database_running(running: Running) -> None:
    assert yingsu(running.folder, "migrate").stdout == f"数据库结构版本：{versions()[-1]}。\n"
    assert yingsu(running.folder, "init").stdout == "此前已完成，没有变化。\n"
    assert "视图 registry.directory 已重建" in yingsu(running.folder, "rebuild", "registry.directory").stdout
    assert httpx.get(f"{running.address}/health").json()["status"] == "ready"


def test_what_a_view_leaves_out_is_listed_and_released(running: Running) -> None:
    """A court that the directory could not take in; the version that runs now can."""
    assert yingsu(running.folder, "quarantine").stdout == "没有被隔离的案件。\n"
    server = Embedded(running.folder / "postgres").url.replace("/postgres?", "/yingsu?")
    with psycopg.connect(server, autocommit=True) as administrator:
        found = administrator.execute(
            "SELECT stream, position FROM ledger.entry WHERE topic = 'registry.court_registered.v1'"
        ).fetchone()
        assert found is not None
        stream, position = found
        administrator.execute("DELETE FROM views.registry_court")
        administrator.execute(
            "INSERT INTO views.quarantine (view, subject, position, event_id, error) SELECT 'registry.directory', stream, position, event_id, "
            "'KeyError' FROM ledger.entry WHERE position = %s",
            (position,),
        )
        assert httpx.get(f"{running.address}/health").json()["quarantined"] == {"registry.directory": 1}
        listed = yingsu(running.folder, "quarantine").stdout
        assert f"registry.directory {stream}：第 {position} 条（registry.court_registered.v1）起未列入，KeyError，" in listed

        released = yingsu(running.folder, "release", "registry.directory", stream)
        assert (released.returncode, released.stderr) == (0, "")
        assert f"视图 registry.directory 已解除对 {stream} 的隔离" in released.stdout
        assert administrator.execute("SELECT count(*) FROM views.registry_court").fetchall() == [(1,)]
    assert httpx.get(f"{running.address}/health").json()["quarantined"] == {}

    again = yingsu(running.folder, "release", "registry.directory", stream)
    assert (again.returncode, again.stdout, again.stderr.count("\n")) == (1, "", 1)
    assert f"视图 registry.directory 没有隔离 {stream}" in again.stderr
    unknown = yingsu(running.folder, "release", "intake.nothing", stream)
    assert (unknown.returncode, unknown.stderr.count("\n")) == (1, 1)
    assert "intake.settle_parked" in unknown.stderr, "reactions can be released too"


def test_an_unknown_view_is_told_with_those_there_are(running: Running) -> None:
    done = yingsu(running.folder, "rebuild", "intake.nothing")
    assert done.returncode == 1
    assert "没有名为 intake.nothing 的视图，可用的是 intake.case" in done.stderr


def test_an_unknown_view_is_told_by_project_too(running: Running) -> None:
    done = yingsu(running.folder, "project", "notify.obligations", "notify.nothing")
    assert (done.returncode, done.stdout) == (1, "")
    assert "没有名为 notify.nothing 的视图，可用的是 intake.case" in done.stderr
    assert "intake.settle_parked" in done.stderr
    assert "notify.clock" in done.stderr, "workers can be named too"
    assert done.stderr.count("\n") == 1


def test_a_foreign_key_file_is_refused_by_separate_processes(running: Running, tmp_path: Path) -> None:
    create_key_file(tmp_path / "foreign.key")
    for arguments in (("serve", "intake"), ("project",)):
        done = yingsu(running.folder, *arguments, YINGSU_PORT=str(free_port()), YINGSU_KEY_FILE=str(tmp_path / "foreign.key"))
        assert (done.returncode, done.stdout) == (1, "")
        assert "密钥文件不是这个数据库的密钥文件" in done.stderr
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_separate_processes_attach_to_the_running_database_and_leave_it_running(running: Running, number: int) -> None:
    server = Embedded(running.folder / "postgres").server_pid
    port = free_port()
    serving = separate(running.folder, "serve", "notify", "--port", str(port), until="已启动")
    projecting = separate(
        running.folder, "project", "notify.obligations", "notify.clock", until="正在更新 notify.obligations、notify.clock，"
    )
    address = f"http://127.0.0.1:{port}"
    assert [service["name"] for service in httpx.get(f"{address}/").json()["services"]] == ["notify"]
    health = httpx.get(f"{address}/health").json()
    assert health["status"] == "ready"
    assert {view.partition(".")[0] for view in health["lag"]} == {"notify"}
    assert 'yingsu_view_lag_entries{service="notify",view="notify.obligations"}' in httpx.get(f"{address}/metrics").text
    token = {"Authorization": f"Bearer {running.token()}"}
    assert httpx.get(f"{address}/v1/notify/obligations", headers=token).status_code == 200
    assert httpx.get(f"{address}/v1/intake/cases", headers=token).status_code == 404
    for process in (serving, projecting):
        process.send_signal(number)
        said, _ = process.communicate(timeout=60)
        assert (process.returncode, said) == (0, "已停止。\n")
    assert Embedded(running.folder / "postgres").server_pid == server


def test_the_running_process_does_the_workers_rounds(running: Running) -> None:
    """What a failed round left in health is gone with the next."""
    server = Embedded(running.folder / "postgres").url.replace("/postgres?", "/yingsu?")
    with psycopg.connect(server, autocommit=True) as administrator:
        administrator.execute("INSERT INTO views.stopped (view, error) VALUES ('notify.clock', 'ValueError')")
    with httpx.Client(timeout=60) as client:
        while client.get(f"{running.address}/health").json()["stopped"]:
            pass
        assert "yingsu_view_stopped{" not in client.get(f"{running.address}/metrics").text


def test_a_killed_database_comes_back_by_itself(running: Running) -> None:
    pid = Embedded(running.folder / "postgres").server_pid
    assert pid is not None
    token = running.token()
    os.kill(pid, signal.SIGKILL)
    with httpx.Client(timeout=60) as client:
        while client.get(f"{running.address}/health/ready").status_code != 200:
            pass
        answer = client.get(f"{running.address}/v1/notify/obligations", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200


def beside(process: subprocess.Popen[str]) -> psutil.Process:
    """The process that keeps the views of a `yingsu run`."""
    (found,) = (one for one in psutil.Process(process.pid).children() if "project" in one.cmdline())
    return found


def ended(process: psutil.Process) -> bool:
    """Whether it is no more."""
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_the_process_that_keeps_the_views_is_started_again_when_it_dies(running: Running) -> None:
    first = beside(running.process)
    first.kill()
    first.wait(60)
    # What a failed round left in health is gone with the next, of whichever process.
    test_the_running_process_does_the_workers_rounds(running)
    assert beside(running.process).pid != first.pid


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_process_that_keeps_the_views_ends_with_the_one_that_started_it(tmp_path: Path, number: int) -> None:
    first = start(tmp_path / "data")
    views = beside(first.process)
    first.stop(number)
    psutil.wait_procs([views], timeout=60)
    assert ended(views)
    start(tmp_path / "data").stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_and_the_next_start_finds_the_data(tmp_path: Path, number: int) -> None:
    first = start(tmp_path / "data")
    token = first.token()
    head = httpx.get(f"{first.address}/health").json()["head"]
    assert first.stop(number) == (0, "已停止。\n")
    assert Embedded(tmp_path / "data" / "postgres").server_pid is None

    second = start(tmp_path / "data")
    assert httpx.get(f"{second.address}/health").json()["head"] == head > 0
    answer = httpx.get(f"{second.address}/v1/notify/obligations", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    second.stop()


def test_after_a_kill_the_next_start_takes_over_the_database_and_stops_it_in_the_end(tmp_path: Path) -> None:
    first = start(tmp_path / "data")
    first.stop(signal.SIGKILL)
    pid = Embedded(tmp_path / "data" / "postgres").server_pid
    assert pid is not None

    second = start(tmp_path / "data")
    assert Embedded(tmp_path / "data" / "postgres").server_pid == pid
    assert second.stop() == (0, "已停止。\n")
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_data_without_their_key_file_are_not_served(tmp_path: Path) -> None:
    assert yingsu(tmp_path / "data", "migrate").returncode == 0
    key = tmp_path / "data" / "keys" / "master.key"
    key.rename(tmp_path / "elsewhere")
    done = yingsu(tmp_path / "data", "migrate")
    assert done.returncode == 1
    assert f"缺少密钥文件 {key}" in done.stderr
    assert not key.exists()


def test_an_external_database_is_provisioned_once_and_then_served_without_its_administrator(tmp_path: Path) -> None:
    with Embedded(tmp_path / "server") as external:
        url = external.url.replace("/postgres?", "/yingsu?")
        done = yingsu(tmp_path / "data", "init", YINGSU_DATABASE_URL=url)
        assert (done.returncode, done.stderr) == (0, "")
        assert "已登记接入系统 administrator，" in done.stdout
        assert (tmp_path / "data" / "keys" / "token-signing.key").exists()
        nobody = url.replace("//postgres@", "//")
        done = yingsu(tmp_path / "data", "migrate", YINGSU_DATABASE_URL=nobody)
        assert (done.returncode, done.stdout) == (0, f"数据库结构版本：{versions()[-1]}。\n")
        (tmp_path / "data" / "keys" / "master.key").unlink()
        assert "缺少密钥文件" in yingsu(tmp_path / "data", "migrate", YINGSU_DATABASE_URL=url).stderr
