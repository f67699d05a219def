"""The guides tell of what there is: every step of an office in the guide for its OA, every kind of message in the guide of the sandbox."""

import json
import re
from typing import Any

from services.intake.court.bodies import EXAMPLES, TITLES
from tests.journeys.machinery import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "guides" / "oa-integration.md").read_text("utf-8")
PATHS = json.loads((REPOSITORY / "openapi" / "intake.json").read_text("utf-8"))["paths"]


def test_every_step_stands_in_the_guide_and_the_guide_names_no_other() -> None:
    section = GUIDE.partition("## 应诉办理登记\n")[2].partition("\n## ")[0]
    table, _, supervising = section.partition("监督机关（部分事项也由调处中心）登记的")
    assert last_segments("responses/{agency_id}/") == set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", stages(table)))
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)*)`", supervising.partition("\n\n")[0]))
    assert last_segments("supervision/") == named


def stages(table: str) -> str:
    """The lines of the table."""
    return "\n".join(line for line in table.splitlines() if line.startswith("|"))


def last_segments(under: str) -> set[str]:
    """What may be posted below a part of a case's address, but for corrections, which every step has."""
    posted = [path for path, operations in PATHS.items() if under in path and "post" in operations]
    return {path.rpartition("/")[2] for path in posted if "/entries/" not in path}


def test_the_sandbox_guide_shows_every_kind_of_message_as_the_code_has_it() -> None:
    guide = (REPOSITORY / "docs" / "guides" / "court-sandbox.md").read_text("utf-8")
    section = guide.partition("## 每一种消息\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")][1:]
    assert rows == [f"| `{kind}` | {TITLES[kind]} | `{written(EXAMPLES[kind]['value'])}` |" for kind in TITLES]


def written(body: dict[str, Any]) -> str:
    """A body on one line."""
    return json.dumps(body, ensure_ascii=False)
