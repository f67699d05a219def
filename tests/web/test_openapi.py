"""The description says what the service does."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from yingsu.web.openapi import differing, files, text_of, write_files

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


@pytest.fixture
def document(service: FastAPI) -> dict[str, Any]:
    """The register's description."""
    return service.openapi()


def parameters(operation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The parameters of an operation by name."""
    return {parameter["name"]: parameter for parameter in operation["parameters"]}


def test_it_is_openapi_3_1_in_chinese_without_contact(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["info"] == {"title": "登记簿", "description": "测试用的登记簿。", "version": "1.0.0"}
    assert document["servers"] == [{"url": "/v1/register", "description": "本机"}]
    assert [tag["name"] for tag in document["tags"]] == ["登记簿", "运行状态"]


def test_a_write_documents_its_key_its_version_and_its_problems(document: dict[str, Any]) -> None:
    operation = document["paths"]["/entries/{entry}/code"]["put"]
    key, version = parameters(operation)["Idempotency-Key"], parameters(operation)["If-Match"]
    assert key["required"] is True
    assert key["schema"] == {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]{0,253}[!-~])?$"}
    assert key["description"].startswith("幂等键：")
    assert (version["required"], version["example"]) == (True, '"7"')
    assert version["description"] == "所依据的版本：最近一次读取时响应头 ETag 的原值，含英文双引号。内容已被他人更新时返回 412。"
    statuses = ["200", "400", "401", "403", "404", "409", "412", "413", "415", "422", "428", "429", "500", "503"]
    assert sorted(operation["responses"]) == statuses
    assert operation["responses"]["412"] == {"$ref": "#/components/responses/Stale"}


def test_a_read_documents_what_can_happen_to_it(document: dict[str, Any]) -> None:
    operation = document["paths"]["/entries/{entry}"]["get"]
    assert sorted(operation["responses"]) == ["200", "304", "401", "403", "404", "422", "429", "500", "503"]
    assert parameters(operation)["If-None-Match"]["required"] is False
    assert parameters(operation)["Acting-Official"]["schema"] == {"type": "string", "maxLength": 8192}


def test_every_problem_is_a_problem_document(document: dict[str, Any]) -> None:
    assert document["components"]["responses"]["Refused"] == {
        "description": "依规则不予办理；clauses 列出依据条款",
        "content": PROBLEM,
    }
    assert document["components"]["responses"]["Unavailable"]["headers"]["Retry-After"]["description"] == "多少秒后重试"
    assert all(response["content"] == PROBLEM for response in document["components"]["responses"].values())
    assert "in" in document["components"]["schemas"]["Flaw"]["properties"]
    assert "HTTPValidationError" not in text(document)


def test_every_operation_has_a_name_a_tag_and_a_security_statement(document: dict[str, Any]) -> None:
    operations = [(path, operation) for path, item in document["paths"].items() for operation in item.values()]
    names = [operation["operationId"] for _, operation in operations]
    assert len(set(names)) == len(names)
    assert all(operation["tags"] for _, operation in operations)
    open_to_all = [path for path, operation in operations if operation["security"] == []]
    assert open_to_all == ["/health/live", "/health/ready", "/metrics", "/token"]
    assert document["paths"]["/entries"]["post"]["security"] == [{"oauth2": ["case:write"]}, {"bearer": []}]


def test_the_token_is_got_by_client_credentials(document: dict[str, Any]) -> None:
    scheme = document["components"]["securitySchemes"]["oauth2"]
    flow = scheme["flows"]["clientCredentials"]
    assert (scheme["type"], flow["tokenUrl"]) == ("oauth2", "/v1/registry/token")
    assert flow["scopes"]["case:write"] == "办理案件"


def test_a_token_that_is_at_hand_can_be_pasted(document: dict[str, Any]) -> None:
    scheme = document["components"]["securitySchemes"]["bearer"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")


def test_a_date_is_described_as_it_is_read(document: dict[str, Any]) -> None:
    assert document["components"]["schemas"]["EntryBody"]["properties"]["day"] == {
        "title": "发生日期",
        "type": "string",
        "format": "date",
        "examples": ["2026-03-02"],
    }


def test_files_are_written_only_where_they_differ(service: FastAPI, tmp_path: Path) -> None:
    generated = files({"register": service}) | {"events/a.schema.json": "{}\n"}
    below = tmp_path / "made"
    assert differing(below, generated) == ["events/a.schema.json", "register.json"]
    assert write_files(below, generated) == [below / "events" / "a.schema.json", below / "register.json"]
    assert (below / "register.json").read_bytes() == text_of(service).encode()
    assert (differing(below, generated), write_files(below, generated)) == ([], [])
    (below / "register.json").write_bytes(text_of(service).replace("\n", "\r\n").encode())
    assert differing(below, generated) == ["register.json"]


def text(document: dict[str, Any]) -> str:
    """The document as text."""
    return repr(document)
