"""The container layout, checked without containers: the schema of Compose, every reference, command and setting, and the gateway."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from services.notify.feed.routes import LONGEST_MS
from yingsu.cli import parser
from yingsu.composition import SERVICES
from yingsu.settings import Settings, load

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docker-compose.yml"
TEXT = FILE.read_text(encoding="utf-8")
COMPOSE: Mapping[str, Any] = yaml.safe_load(TEXT)
CONTAINERS: Mapping[str, Any] = COMPOSE["services"]
GATEWAY = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
EXAMPLE_ENV = (ROOT / "deploy" / "example.env").read_text(encoding="utf-8")
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")
OURS = sorted(name for name, container in CONTAINERS.items() if "build" in container)
SERVING = sorted(name for name in OURS if CONTAINERS[name]["command"][0] == "serve")
SECONDS_TO_SPARE = 10
"""What an answer may take besides the wait that was asked for."""


class VariableMissing(Exception):
    """Compose refuses to start: a required variable is unset or empty."""


def interpolated(value: str, environment: Mapping[str, str]) -> str:
    """What Compose makes of `${NAME}`, `${NAME:-default}` and `${NAME:?message}`."""

    def replaced(found: re.Match[str]) -> str:
        name, kind, word = found.groups()
        given = environment.get(name, "")
        if not given and kind == "?":
            raise VariableMissing(word)
        return given or (word if kind == "-" else "")

    return VARIABLE.sub(replaced, value)


def environment_of(name: str, **given: str) -> dict[str, str]:
    """What a container sees, with `given` in .env."""
    pairs = CONTAINERS[name].get("environment", {})
    return {key: interpolated(value, {"POSTGRES_PASSWORD": "示例-secret", **given}) for key, value in pairs.items()}


def settings_of(name: str, **given: str) -> Settings:
    """The settings of a process of ours. Raises what a wrong one raises."""
    return load(environment_of(name, **given))


def mounts(name: str) -> dict[str, tuple[str, bool]]:
    """What is mounted into a container, by the folder: the volume's name, and whether it can be written."""
    parts = [volume.split(":") for volume in CONTAINERS[name].get("volumes", ())]
    return {target: (source, mode != ["ro"]) for source, target, *mode in parts}


def holding(name: str, path: Path) -> tuple[str, bool]:
    """The volume that a path of a container lies in, and whether it can be written there."""
    return next(found for folder, found in mounts(name).items() if path.is_relative_to(folder))


class Asked(dict[str, str]):
    """An environment that remembers which variables were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        """Nothing is set."""
        self.names.add(key)
        return default


def known_settings() -> set[str]:
    """The variables that `yingsu.settings` reads."""
    asked = Asked()
    load(asked)
    return asked.names


def blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """The location blocks of the gateway: what each is for, and its directives."""
    for pattern, body in re.findall(r"^\s*location ([^{]+?) \{\n(.*?)^\s*\}", text, re.DOTALL | re.MULTILINE):
        yield pattern, [" ".join(line.split()).removesuffix(";") for line in body.splitlines() if line.strip()]


def test_the_file_is_valid_by_the_schema_of_compose(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(TEXT.replace("restart: unless-stopped", "restarts: unless-stopped", 1), encoding="utf-8")
    codes = [subprocess.run([*command, str(file)], capture_output=True, check=False).returncode for file in (FILE, wrong)]
    assert codes == [0, 1]


def test_every_reference_leads_somewhere_and_everything_named_is_used() -> None:
    waited_for = {other for container in CONTAINERS.values() for other in container.get("depends_on", ())}
    assert waited_for <= CONTAINERS.keys()
    used = {kind: {entry for c in CONTAINERS.values() for entry in _names(c.get(kind, ()))} for kind in ("networks", "configs")}
    assert used == {kind: set(COMPOSE[kind]) for kind in used}
    assert {source for name in CONTAINERS for source, _ in mounts(name).values()} == set(COMPOSE["volumes"])
    assert all((ROOT / config["file"]).is_file() for config in COMPOSE["configs"].values())
    assert "secrets" not in COMPOSE
    assert all((ROOT / CONTAINERS[name]["build"]["context"] / "Dockerfile").is_file() for name in OURS)
    assert len({CONTAINERS[name]["image"] for name in OURS}) == 1, "one image for every process"


def test_whoever_is_waited_for_to_be_healthy_has_a_check_and_who_is_to_end_ends() -> None:
    for container in CONTAINERS.values():
        awaited = container.get("depends_on", {})
        for other, how in awaited.items() if isinstance(awaited, dict) else ():
            if how["condition"] == "service_healthy":
                assert "test" in CONTAINERS[other]["healthcheck"]
            else:
                assert (how["condition"], CONTAINERS[other]["restart"]) == ("service_completed_successfully", "no")
    waiting = {"db": {"condition": "service_healthy"}, "setup": {"condition": "service_completed_successfully"}}
    assert {name: CONTAINERS[name]["depends_on"] for name in OURS if name != "setup"} == dict.fromkeys(
        set(OURS) - {"setup"}, waiting
    )


def test_every_command_is_one_of_the_command_line() -> None:
    given = {name: parser().parse_args(CONTAINERS[name]["command"]) for name in OURS}
    assert {name: arguments.command for name, arguments in given.items()} == {
        "setup": "init",
        "projector": "project",
        **dict.fromkeys(SERVING, "serve"),
    }
    assert {name: given[name].service for name in SERVING} == {name: name for name in SERVING}
    assert {(given[name].host, given[name].port) for name in SERVING} == {("0.0.0.0", 8000)}
    assert given["projector"].view == [], "all views, reactions and workers"


def test_every_service_has_a_container_and_the_gateway_waits_for_it() -> None:
    assert sorted(SERVICES) == SERVING == sorted(CONTAINERS["gateway"]["depends_on"])


def test_every_setting_is_one_that_the_software_reads_and_each_can_be_set() -> None:
    set_here = {name for container in OURS for name in CONTAINERS[container]["environment"] if name.startswith("YINGSU_")}
    given_by_command = {"YINGSU_HOST", "YINGSU_PORT"}
    assert set_here == known_settings() - given_by_command
    interpolations = {name for name, _, _ in VARIABLE.findall(TEXT)}
    assert {name for name in interpolations if name.startswith("YINGSU_")} < known_settings()
    offered = re.findall(r"^([A-Z_]+)=", EXAMPLE_ENV, re.MULTILINE)
    assert sorted(offered) == sorted(interpolations)


def test_the_example_environment_holds_no_secret_and_starts_nothing_as_it_is() -> None:
    example = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE_ENV, re.MULTILINE))
    assert example["POSTGRES_PASSWORD"] == ""
    for name in ("db", "setup"):
        with pytest.raises(VariableMissing, match="POSTGRES_PASSWORD"):
            interpolated(" ".join(CONTAINERS[name]["environment"].values()), example)


def test_no_secret_has_a_default_or_a_value_of_its_own() -> None:
    secret = re.compile("PASSWORD|SECRET|TOKEN$|PASSPHRASE")
    for container in CONTAINERS.values():
        for name, value in container.get("environment", {}).items():
            if secret.search(name):
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), name
    assert not re.search(r"postgres(ql)?://[^@\s]*:[^@\s]*@", TEXT)
    assert {kind for name, kind, _ in VARIABLE.findall(TEXT) if secret.search(name)} == {"?"}


def test_serving_processes_are_not_given_the_administrator() -> None:
    for name in OURS:
        url = urlsplit(settings_of(name).database_url or "")
        assert (url.hostname, url.port, url.path) == ("db", 5432, "/yingsu")
        assert url.username == ("postgres" if name == "setup" else None)
        assert url.password is None
    assert [name for name in CONTAINERS if "PGPASSWORD" in CONTAINERS[name].get("environment", {})] == ["setup"]


def test_every_process_has_the_same_key_file_and_the_same_files() -> None:
    keys = {(settings_of(name).key_file, holding(name, settings_of(name).key_file)[0]) for name in OURS}
    files = {(settings_of(name).files, holding(name, settings_of(name).files)[0]) for name in OURS}
    assert [source for _, source in keys] == ["keys"]
    assert [source for _, source in files] == ["files"]
    assert [name for name in OURS if holding(name, settings_of(name).key_file)[1]] == ["setup"], "keys are made once"
    assert [name for name in OURS if holding(name, settings_of(name).files)[1]] == ["intake", "setup"], "files come in at intake"
    credentials = settings_of("setup").data_folder / "credentials"
    assert holding("setup", credentials) == ("credentials", True)
    assert [name for name in CONTAINERS if "credentials" in {source for source, _ in mounts(name).values()}] == ["setup"]


def test_settings_given_in_the_environment_reach_every_process() -> None:
    chosen = {"YINGSU_LOG_LEVEL": "warning", "YINGSU_FILE_MIB": "20", "YINGSU_ISSUER": "https://gov.example"}
    for name in OURS:
        settings = settings_of(name, **chosen)
        assert (settings.log_level, settings.file_mib, settings.issuer) == ("warning", 20, "https://gov.example")
        assert settings.samples is False
    assert settings_of("setup", YINGSU_SAMPLES="yes").samples is True


def test_the_database_keeps_its_data_and_cannot_be_reached_from_outside() -> None:
    database = CONTAINERS["db"]
    assert database["image"] == "postgres:18"
    assert mounts("db") == {"/var/lib/postgresql": ("postgres", True)}, "from 18 on the volume is the folder above the data"
    assert database["networks"] == ["data"]
    assert COMPOSE["networks"]["data"]["internal"] is True
    assert [name for name, container in CONTAINERS.items() if "ports" in container] == ["gateway"]
    assert "data" not in CONTAINERS["gateway"]["networks"]


def test_there_are_connections_for_every_process() -> None:
    (most,) = re.findall(r"max_connections=(\d+)", " ".join(CONTAINERS["db"]["command"]))
    assert int(most) > 21 * (len(OURS) + 1) + 60, "21 a process (docs/guides/operations.md), and what each view adds"


def test_every_container_is_confined_limited_and_started_again() -> None:
    for name, container in CONTAINERS.items():
        assert container["read_only"] is True, name
        assert container["cap_drop"] == ["ALL"], name
        assert container["security_opt"] == ["no-new-privileges:true"], name
        assert container["deploy"]["resources"]["limits"].keys() == {"cpus", "memory", "pids"}, name
        assert container["restart"] == ("no" if name == "setup" else "unless-stopped"), name
        assert container["logging"]["options"]["max-size"], name
    assert {"privileged", "network_mode", "pid", "devices"} & {key for c in CONTAINERS.values() for key in c} == set()


def test_every_container_has_a_health_check_or_runs_once() -> None:
    image_checks = "HEALTHCHECK" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert image_checks
    own = {name: container["healthcheck"] for name, container in CONTAINERS.items() if "healthcheck" in container}
    assert {name for name, check in own.items() if check.get("disable")} == {"setup"}
    assert CONTAINERS.keys() - own.keys() == set(SERVING), "the image's own"
    compile(own["projector"]["test"][3], "healthcheck", "exec")


def test_the_gateway_leads_to_every_service_and_to_nothing_else() -> None:
    targets = {pattern: lines for pattern, lines in blocks(GATEWAY) if "proxy_pass http://$service:8000" in lines}
    (general,) = (pattern for pattern in targets if pattern.startswith("~"))
    (named,) = re.findall(r"\(\?<named>([a-z|]+)\)", general)
    assert sorted(named.split("|")) == sorted(SERVICES)
    assert "set $service $named" in targets[general]
    assert targets.keys() == {general, "= /v1/intake/files"}
    assert "set $service intake" in targets["= /v1/intake/files"]
    assert GATEWAY.count("proxy_pass") == 2
    (inside,) = re.findall(r":(\d+)$", CONTAINERS["gateway"]["ports"][0])
    assert re.findall(r"^\s*listen (\d+)", GATEWAY, re.MULTILINE) == [inside]


def test_the_gateway_lets_long_polls_streams_and_files_through() -> None:
    def seconds(directive: str) -> int:
        (found,) = re.findall(rf"^\s*{directive}\s+(\d+)s;", GATEWAY, re.MULTILINE)
        return int(found)

    longest = LONGEST_MS / 1000 + SECONDS_TO_SPARE
    assert min(seconds(limit) for limit in ("proxy_read_timeout", "proxy_send_timeout", "send_timeout")) >= longest >= 40
    assert re.findall(r"^\s*proxy_buffering (\w+);", GATEWAY, re.MULTILINE) == ["off"]
    assert re.findall(r"^        client_max_body_size (\w+);", GATEWAY, re.MULTILINE) == ["2m"]
    (files,) = (lines for pattern, lines in blocks(GATEWAY) if pattern == "= /v1/intake/files")
    assert {"client_max_body_size 0", "proxy_request_buffering off"} <= set(files)


def test_the_gateways_log_quotes_no_address() -> None:
    (form,) = re.findall(r"log_format gateway (.*?);", GATEWAY, re.DOTALL)
    asked = set(re.findall(r"\$(\w+)", form))
    assert asked == {
        "time_iso8601", "status", "request_method", "service", "upstream_addr", "upstream_status", "request_time",
    }  # fmt: skip
    assert re.findall(r"error_log (.*);", GATEWAY) == ["/dev/stderr crit"]


def _names(entries: Any) -> list[str]:
    return [entry["source"] if isinstance(entry, dict) else entry for entry in entries]
