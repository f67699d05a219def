"""Which case is a later instance of which number, and what its judgment decides upon the earlier one (0027).

Instances are linked, not merged: each is a case of its own. The statements lie in the stream of the earlier number, so that they are found
from both sides in every order of the messages, also where the earlier case is not on record and may never be.
"""

from datetime import date

from services.intake.cases.case import Case
from services.intake.cases.trial import JudgedOtherwise, canonical_number, judgment_no_of
from services.intake.court.delivery import Delivery
from services.intake.court.notice import AnyNotice, FilingNotice, JudgmentNotice, canonical_code
from services.intake.court.numbering import number_stream
from services.intake.number import CaseNumber, MalformedCaseNumber, parse
from yingsu.clock import legal_day
from yingsu.errors import Malformed
from yingsu.events.intake.instances import EarlierJudgmentReviewed, InstanceLinked
from yingsu.ledger.deciding import EVERYWHERE
from yingsu.ledger.entry import StreamWrite


class InstanceIsItsOwn(Malformed):
    """A message that names its own number as that of an earlier instance."""

    code = "instance-is-its-own"
    title = "原审案号与本案号相同"


def named_instances(notice: AnyNotice, own: CaseNumber, today: date) -> tuple[CaseNumber, ...]:
    """The numbers of earlier instances that a message names, each once, of whichever court. Raises `MalformedCaseNumber`,
    `InstanceIsItsOwn`."""
    match notice:
        case FilingNotice():
            told = {f"/earlier_case_nos/{index}": text for index, text in enumerate(notice.earlier_case_nos)}
        case JudgmentNotice() if notice.upon_earlier is not None:
            told = {"/upon_earlier/case_no": notice.upon_earlier.case_no}
        case _:
            told = {}
    found: dict[str, CaseNumber] = {}
    for pointer, text in told.items():
        number = _parsed(text, today, pointer)
        if number.case_no == own.case_no:
            raise InstanceIsItsOwn(
                f"原审案号 {number.case_no} 就是本消息的案号，未登记。原审案号是此前审级的案号，请核对后重报。", pointer=pointer
            )
        found.setdefault(number.case_no, number)
    return tuple(found.values())


def links(delivery: Delivery, notice: FilingNotice, case_id: str, jurisdiction: str) -> tuple[StreamWrite, ...]:
    """The statements that are not on record yet, one an earlier number. A number that the notice also names as one of its own is none."""
    today = legal_day(delivery.ledger.clock())
    own = {parse(text, today).case_no for text in notice.pre_case_nos}
    writes = []
    for earlier in named_instances(notice, delivery.number, today):
        stream = number_stream(earlier.court, earlier.case_no)
        entries = delivery.ledger.load(stream, EVERYWHERE)
        known = any(isinstance(entry.event, InstanceLinked) and entry.event.case_id == case_id for entry in entries)
        if known or earlier.case_no in own:
            continue
        event = InstanceLinked(
            court=delivery.court,
            case_no=delivery.number.case_no,
            case_id=case_id,
            earlier_court=earlier.court,
            earlier_case_no=earlier.case_no,
        )
        writes.append(delivery.write(stream, len(entries), event, jurisdiction, case_id))
    return tuple(writes)


def reviews(delivery: Delivery, notice: JudgmentNotice, case: Case) -> tuple[StreamWrite, ...]:
    """What the judgment decides upon an earlier one, where it tells and the record has it not. Raises `JudgedOtherwise`."""
    upon = notice.upon_earlier
    if upon is None or case.filing is None:
        return ()
    today = legal_day(delivery.ledger.clock())
    (earlier,) = named_instances(notice, delivery.number, today)
    stream = number_stream(earlier.court, earlier.case_no)
    entries = delivery.ledger.load(stream, EVERYWHERE)
    ids = {code: agency.agency_id for code, agency in delivery.agencies().items() if agency is not None}
    event = EarlierJudgmentReviewed(
        court=delivery.court,
        judgment_no=judgment_no_of(notice, notice.judgment_no, case.filing, today),
        reviewed_on=notice.occurred_on,
        earlier_court=earlier.court,
        earlier_case_no=earlier.case_no,
        earlier_judgment_no=earlier.text if upon.judgment_no is None else canonical_number(upon.judgment_no, today),
        result=upon.result,
        agencies=tuple(sorted({ids[canonical_code(judged.agency_code)] for judged in notice.results})),
    )
    for entry in entries:
        known = entry.event
        if isinstance(known, EarlierJudgmentReviewed) and known.judgment_no == event.judgment_no:
            if known == event:
                return ()
            raise JudgedOtherwise(
                f"{event.judgment_no} 对原审裁判 {known.earlier_judgment_no} 的处理结果已登记，两次内容不同，请核对后由法院说明"
            )
    return (delivery.write(stream, len(entries), event, case.jurisdictions[0], case.case_id),)


def _parsed(text: str, today: date, pointer: str) -> CaseNumber:
    try:
        return parse(text, today)
    except MalformedCaseNumber as error:
        raise MalformedCaseNumber(f"原审{error.message}", pointer=pointer) from None
