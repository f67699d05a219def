"""What the load consists of: generated cases that are obviously samples, each with the messages that a court sends of it."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from services.registry import samples

Json = dict[str, Any]

CAUSES: Final = ("行政处罚", "行政强制", "行政许可", "政府信息公开", "不履行法定职责")
LONGEST_AGO: Final = 60
"""Days before today on which the oldest case is filed."""


class SampleCase(msgspec.Struct, frozen=True, kw_only=True):
    """One generated case. `prefix` begins the ids of its messages, `serial` is its number in the court."""

    prefix: str
    serial: int
    today: date
    agencies: tuple[str, ...]
    before_suit: bool = False

    @property
    def case_no(self) -> str:
        """The number under which it is filed."""
        return self._number("行初")

    @property
    def case_nos(self) -> tuple[str, ...]:
        """Every number that the court gives the dispute."""
        return (*((self._number("行诉前调"), self._number("行诉前立")) if self.before_suit else ()), self.case_no)

    def messages(self) -> list[Json]:
        """All that the court tells of it, in the order of the facts."""
        told = [*self._before(), self._filing(), *map(self._service, self.agencies), self._hearing(), self._judgment()]
        return [{"message_id": f"{self.prefix}-{self.serial}-{index}", **message} for index, message in enumerate(told, start=1)]

    def _before(self) -> list[Json]:
        if not self.before_suit:
            return []
        applicants = [{"person": {"name": f"示例原告{self.serial}"}}]
        common: Json = {"cause": self._cause, "applicants": applicants, "agency_codes": list(self.agencies)}
        referral = {
            "kind": "pre_litigation_referral",
            "case_no": self._number("行诉前调"),
            "occurred_on": self._day(-20),
            "materials": [{"title": "起诉状（样例）", "pages": 4}],
            **common,
        }
        announced = {
            "kind": "pre_filing_notice",
            "case_no": self._number("行诉前立"),
            "occurred_on": self._day(-3),
            "pre_case_nos": [self._number("行诉前调")],
            **common,
        }
        return [referral, announced]

    def _filing(self) -> Json:
        named: Json = {"pre_case_nos": [self._number("行诉前立")]} if self.before_suit else {}
        return {
            "kind": "case_filing",
            "case_no": self.case_no,
            "occurred_on": self._day(0),
            "cause": self._cause,
            "plaintiffs": [{"person": {"name": f"示例原告{self.serial}"}}],
            "defendants": [{"agency_code": code} for code in self.agencies],
            "act": {"kind": self._cause, "document_no": f"洪示决〔{self.today.year}〕{self.serial}号（样例）"},
            "claims": "请求撤销被诉行政行为（样例）",
            **named,
        }

    def _service(self, agency: str) -> Json:
        return {
            "kind": "service",
            "case_no": self.case_no,
            "occurred_on": self._day(2),
            "agency_code": agency,
            "document": "complaint_copy",
            "method": "电子送达",
        }

    def _hearing(self) -> Json:
        return {
            "kind": "hearing_notice",
            "case_no": self.case_no,
            "occurred_on": self._day(10),
            "hearing_on": self._day(20),
            "place": "洪泽区示例人民法院第三法庭（样例）",
        }

    def _judgment(self) -> Json:
        outcome = ("claims_dismissed", "revoked")[self.serial % 2]
        return {
            "kind": "judgment",
            "case_no": self.case_no,
            "occurred_on": self._day(30),
            "document": "judgment",
            "results": [{"agency_code": code, "outcome": outcome} for code in self.agencies],
        }

    def _number(self, kind: str) -> str:
        return f"（{self._day(-20)[:4]}）{samples.COURT}{kind}{self.serial}号"

    def _day(self, after: int) -> str:
        filed = self.today - timedelta(days=LONGEST_AGO - self.serial % 15)
        return (filed + timedelta(days=after)).isoformat()

    @property
    def _cause(self) -> str:
        return CAUSES[self.serial % len(CAUSES)]


def cases(prefix: str, first: int, today: date, chance: random.Random) -> Iterator[SampleCase]:
    """Case after case, each against one or two of the sample agencies, a fifth of them with a dispute before the suit."""
    defendants = [agency.code for agency in samples.AGENCIES if agency.type in ("department", "township", "subdistrict")]
    serial = first
    while True:
        agencies = tuple(chance.sample(defendants, chance.choice((1, 1, 2))))
        yield SampleCase(prefix=prefix, serial=serial, today=today, agencies=agencies, before_suit=chance.random() < 0.2)
        serial += 1


def notices(found: Iterator[SampleCase], count: int) -> list[Json]:
    """The first messages of these cases, case after case."""
    told: list[Json] = []
    while len(told) < count:
        told += next(found).messages()
    return told[:count]


def in_batches(messages: Sequence[Json], size: int) -> list[Sequence[Json]]:
    """The messages in their order, so many at a time."""
    return [messages[begin : begin + size] for begin in range(0, len(messages), size)]
