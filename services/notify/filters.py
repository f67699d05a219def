"""What the lists are narrowed by that can be misspelt: a kind of duty, a clause, a case number. A value that no rule knows is refused, since
an empty list would say that nothing is due."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from yingsu.law.rules import Rules
from yingsu.ledger.database import Cursor
from yingsu.web.flaws import shown
from yingsu.web.problems import EdgeError, Flaw

_EXAMPLE: Final = "（2026）苏0813行初12号"
_NUMBER: Final = re.compile(r"[(\[〔【](\d{4})[)\]〕】](.*?[^0-9第字])(?:字?第)?0*([1-9][0-9]*)号(?:之.{1,4})?")


class FilterUnknown(EdgeError):
    """No rule has this code or cites this clause, or the text is no case number."""

    status = 422
    code = "filter-value-unknown"
    title = "没有这个筛选值"


def require_known(rules: Rules, *, code: str | None, clause: str | None) -> None:
    """Raise `FilterUnknown` where no published rule has the code, or cites the clause."""
    of_all = [rule for published in rules.published for rule in published.profile.rules]
    codes = {rule.code for rule in of_all}
    if code is not None and code not in codes:
        raise _unknown("code", f"没有事项代码“{shown(code)}”，未查询。请核对拼写；已公布的规则中有：{_some(codes)}。")
    cited = {one for rule in of_all for one in rule.cited()}
    if clause is not None and clause not in cited:
        raise _unknown(
            "clause", f"没有以条款“{shown(clause)}”为依据的事项，未查询。请核对条款编号，例如 XSF-67；全部条款见规则的条款清单。"
        )


def case_number(text: str) -> str:
    """A case number of any spelling as the record writes it. Raises `FilterUnknown`."""
    found = _NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if found is None:
        raise _unknown("case_no", f"所填不是案号，未查询。请写明年度、法院代字、类型代字、编号和“号”，例如 {_EXAMPLE}。")
    year, court, serial = found.groups()
    return f"（{year}）{court}{serial}号"


def record_of(cursor: Cursor, case_no: str) -> str | None:
    """A case record of this number that anything is or was due in, as far as the cursor's tenants may see it."""
    query = (
        "SELECT case_id FROM views.notify_obligation WHERE case_no = %(no)s UNION "
        "SELECT case_id FROM views.notify_task WHERE case_no = %(no)s ORDER BY case_id LIMIT 1"
    )
    row = cursor.execute(query, {"no": case_no}).fetchone()
    return str(row[0]) if row else None


def _some(codes: Iterable[str]) -> str:
    return "、".join(sorted(codes))


def _unknown(name: str, message: str) -> FilterUnknown:
    return FilterUnknown(message, flaws=(Flaw(place="query", pointer=name, code="filter-value-unknown", message=message),))
