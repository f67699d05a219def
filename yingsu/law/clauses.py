"""Clauses that rules cite: id, where it stands, its words. Owns the data files `clauses/<document>.toml` and their reading.

Ids of local documents are those of the catalogue (HZ-4.3). Ids of national law are the initials of the law's Chinese short name and the
article: XSF 行政诉讼法, XSJS 法释〔2018〕1号, MSF 民事诉讼法, MFD 民法典, FYF 行政复议法, TYTJ 特邀调解规定, ZXTJ 在线调解规则.
"""

from datetime import date
from importlib import resources
from typing import Literal

import msgspec

from yingsu.errors import Malformed
from yingsu.law import toml_file
from yingsu.law.drafting.complaints import complaint

NATIONAL = "national"
_NUMERALS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


class ClausesMalformed(Malformed):
    """A clause file cannot be used."""

    code = "clauses-malformed"
    title = "条款数据有误"


class Stated(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a clause says of time, in its own words (`literal`). Where it gives no number (及时, 定期), `amount` is None: nothing that rests on
    it alone is ever overdue."""

    literal: str
    unit: str
    amount: int | None = None
    direction: str | None = None


class Clause(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One clause. `basis` says whether `quote` is the text itself or only its content; `citation` is how an official would cite it.

    `also` are further kinds; `stated` what it says of time, `also_stated` what else, where it gives several periods. `record_only`: an
    exhortation, a principle or a matter outside the system, which is shown with its words and triggers nothing.
    """

    id: str
    section: str
    kind: str
    basis: Literal["verbatim", "paraphrase"]
    quote: str
    citation: str = ""
    also: tuple[str, ...] = ()
    stated: Stated | None = None
    also_stated: tuple[Stated, ...] = ()
    record_only: bool = False


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The document that a clause file breaks into clauses."""

    id: str
    title: str
    issuer: str
    issued: date | None = None
    number: str | None = None


class ClauseFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A clause file as written."""

    document: Document
    clauses: tuple[Clause, ...]


def periods(clause: Clause) -> tuple[Stated, ...]:
    """Everything that the clause says of time."""
    return (clause.stated, *clause.also_stated) if clause.stated else clause.also_stated


def read(content: bytes, name: str) -> tuple[Clause, ...]:
    """The clauses of a file, each with its citation. `name` is for messages. Raises ClausesMalformed."""
    try:
        file = msgspec.convert(toml_file.read(content), ClauseFile)
    except msgspec.ValidationError as error:
        words, path = complaint(str(error))
        where = f"{path} " if path else ""
        raise ClausesMalformed(f"条款文件 {name} 无法读取：{where}{words}。请按 clauses 目录中现有文件的格式修改。") from error
    except toml_file.Unreadable as error:
        raise ClausesMalformed(f"条款文件 {name} 无法读取：{error}。请按 clauses 目录中现有文件的格式修改。") from error
    ids = [clause.id for clause in file.clauses]
    for identifier in ids:
        if ids.count(identifier) > 1:
            raise ClausesMalformed(f"条款文件 {name} 中编号 {identifier} 重复，每条须有唯一编号。")
    return tuple(msgspec.structs.replace(clause, citation=_citation(file.document, clause)) for clause in file.clauses)


def load(document: str) -> tuple[Clause, ...]:
    """The clauses of a document that comes with the software (`national`, `hongze`). Empty where there is no such file."""
    file = resources.files("yingsu.law").joinpath("clauses", f"{document}.toml")
    return read(file.read_bytes(), file.name) if file.is_file() else ()


def _citation(document: Document, clause: Clause) -> str:
    part, _, point = clause.section.partition(".")
    if not part.isdecimal():
        return clause.section
    place = "引言" if part == "0" else f"第{_numeral(part)}部分（{_numeral(point)}）" if point else f"第{_numeral(part)}项"
    return f"《{document.title}》{place}（{clause.id}）"


def _numeral(digits: str) -> str:
    number = int(digits)
    return _NUMERALS[number] if number < len(_NUMERALS) else digits
