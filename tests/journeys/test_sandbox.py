"""`yingsu sandbox` as a court's engineer runs it: a process of its own, what it says pasted into a shell, every example sent over HTTP."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from os import environ
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from services.intake.court.bodies import EXAMPLES, TITLES
from tests.journeys.machinery import REPOSITORY, free_port

SAID_LAST: Final = "# 令牌到期后另取"


class Sandbox:
    """The process while it serves; `said` is what it told its starter."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.process = spawn(folder, "--port", str(free_port()), *options)
        self.said = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if self.said.count("\n", self.said.find(SAID_LAST)) > 3 and SAID_LAST in self.said:
                break
        self.tokens = dict(re.findall(r"^([A-Z_]+)=(\S+)$", self.said, re.MULTILINE))
        self.base = self.tokens.pop("BASE", "")

    def send(self, method: str, path: str, client: str, **request: Any) -> httpx.Response:
        """One request of a client whose token was said."""
        headers = {"Authorization": f"Bearer {self.tokens.get(client, client)}", **request.pop("headers", {})}
        return httpx.request(method, f"{self.base}{path}", headers=headers, trust_env=False, timeout=30, **request)

    def tell(self, body: dict[str, Any], client: str = "COURT", key: str | None = None) -> httpx.Response:
        """A message of a court."""
        key = key or f"k-{body.get('message_id', 'none')}"
        return self.send("POST", "/v1/intake/court/messages", client, json=body, headers={"Idempotency-Key": key})

    def close(self) -> None:
        """As Ctrl-C does."""
        self.process.terminate()
        self.process.communicate(timeout=60)


def spawn(folder: Path, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "yingsu", "sandbox", *options],
        cwd=REPOSITORY,
        env={**environ, "YINGSU_SANDBOX_DATA": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def court_of(body: dict[str, Any]) -> str:
    """Whose token an example is sent with: that of the court in its case number."""
    return "COURT" if "苏0813" in body["case_no"] else "SECOND_COURT"


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    with closing(Sandbox(tmp_path / "sandbox")) as made:
        yield made


def test_every_example_is_taken_in_any_order_and_every_kind_becomes_visible(sandbox: Sandbox) -> None:
    assert sandbox.base.startswith("http://127.0.0.1:"), sandbox.said
    described = sandbox.send("GET", "/v1/intake/openapi.json", "COURT").json()
    offered = described["paths"]["/court/messages"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    examples = [example["value"] for example in offered.values()]
    assert {example["kind"] for example in examples} == set(TITLES)
    answers = [sandbox.tell(example, court_of(example)) for example in examples]
    assert [answer.text for answer in answers if answer.status_code not in (201, 202)] == []
    assert {answer.status_code for answer in answers} == {201, 202}
    for example in examples:
        receipt = sandbox.send("GET", f"/v1/intake/court/messages/{example['message_id']}", court_of(example)).json()
        status = {"service": "corrected", "extension": "withdrawn"}.get(example["kind"], "applied")
        assert (example["kind"], receipt["status"], receipt["facts"] != []) == (example["kind"], status, True)
    assert sandbox.send("GET", "/v1/intake/desk/messages", "SUPERVISOR").json() == []
    assert len(sandbox.send("GET", "/v1/registry/courts", "COURT").json()["items"]) == 6
    again = sandbox.tell(EXAMPLES["case_filing"]["value"])
    assert (again.status_code, again.json()["status"]) == (201, "applied")
    other = sandbox.tell(EXAMPLES["case_filing"]["value"] | {"cause": "行政强制"}, key="another")
    assert (other.status_code, other.json()["code"]) == (409, "message-conflict")


def test_what_goes_wrong_is_said_in_chinese(sandbox: Sandbox) -> None:
    body = EXAMPLES["case_filing"]["value"]
    typed_wrong = {key: value for key, value in body.items() if key != "cause"} | {"casue": "行政处罚"}
    for answer, status, code, words in (
        (sandbox.tell(body, "no-token"), 401, "token-invalid", "令牌"),
        (sandbox.tell(body, "AGENCY"), 403, "scope-missing", "权限"),
        (sandbox.tell(EXAMPLES["case_filing_of_second_instance"]["value"]), 403, "court-mismatch", "法院"),
        (sandbox.tell(body | {"kind": "case_filling"}), 422, "request-invalid", "提交的内容有"),
        (sandbox.tell(typed_wrong), 422, "request-invalid", "提交的内容有 2 处"),
        (sandbox.tell(body | {"occurred_on": "2028-01-04"}), 422, "future-fact", "2028"),
    ):
        problem = answer.json()
        assert (answer.status_code, problem["code"], words in problem["detail"]) == (status, code, True), answer.text


def test_the_commands_it_says_work_as_they_are_pasted_and_the_record_stays_until_reset(tmp_path: Path) -> None:
    folder = tmp_path / "sandbox"
    with closing(Sandbox(folder, "--at", "2027-04-01")) as first:
        script = first.said[first.said.index("BASE=") :]
        done = subprocess.run(
            ["bash", "-e", "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=60
        )
    assert done.returncode == 0, done.stderr
    assert '"status":"parked"' in done.stdout
    assert done.stdout.count('"status":"applied"') == 2
    assert "problem" not in done.stdout
    early = spawn(folder, "--port", str(free_port()), "--at", "2027-03-01")
    said, _ = early.communicate(timeout=60)
    assert (early.returncode, "时间不能回拨：沙箱里已有 2027-04-01 09:0" in said) == (1, True), said
    path = f"/v1/intake/court/messages/{EXAMPLES['service']['value']['message_id']}"
    for options, status, clock in (((), 200, "2027-04-01 09:0"), (("--reset",), 404, "2027-03-01 09:0")):
        with closing(Sandbox(folder, *options)) as again:
            found = again.send("GET", path, "COURT").status_code
            assert (found, f"系统时间    {clock}" in again.said) == (status, True), again.said


def test_it_leaves_other_peoples_folders_and_words_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for options, words in (((), "沙箱不会动它"), (("--reset",), "沙箱不会动它"), (("--at", "morgen"), "不是时间")):
        refused = spawn(tmp_path, "--port", str(free_port()), *options)
        said, _ = refused.communicate(timeout=60)
        assert (refused.returncode, words in said) == (1, True), said
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
