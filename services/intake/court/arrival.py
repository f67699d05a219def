"""A court's message as it arrives: whose it is, which number it names, what it says; and whether it can be taken in at all.

Owns what is refused before anything is looked up of the matter itself, and how a message is written down.
"""

from datetime import date

import msgspec

from services.intake.court import message as messages
from services.intake.court.correcting import within_replacement
from services.intake.court.correspondence import Correspondence, outcome_of
from services.intake.court.instances import named_instances
from services.intake.court.notice import AnyNotice, CorrectionNotice, ReferralNotice, canonical, kind_of
from services.intake.court.numbering import earlier_numbers
from services.intake.court.placing import Placing
from services.intake.court.room import require_room_for_content
from services.intake.dates import check_dates
from services.intake.number import CaseNumber, parse
from yingsu.clock import legal_day
from yingsu.errors import Forbidden
from yingsu.events.intake.message import CourtMessageReceived
from yingsu.files import FileStore
from yingsu.ledger.entry import StreamWrite
from yingsu.ledger.keys_in_hand import Keys
from yingsu.ledger.snapshot import Readable
from yingsu.officials.callers import Caller
from yingsu.officials.courts import CourtUnknown


class CourtMismatch(Forbidden):
    """The message speaks for another court than the token."""

    code = "court-mismatch"
    title = "法院不一致"


def own_court(caller: Caller) -> str:
    """The court that the token is of. Raises `CourtMismatch` where it is of none."""
    if caller.court is None:
        raise CourtMismatch("本令牌不属于任何法院，不能报送法院消息。请使用法院系统的令牌。")
    return caller.court


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """A message at the door. `content` are its canonical bytes, `digest` is their keyed hash, `stream` is where it is kept; `named` are the
    court's numbers in it, its own first."""

    notice: AnyNotice
    court: str
    number: CaseNumber
    named: tuple[str, ...]
    content: bytes
    digest: str
    stream: str


def arrive(mail: Correspondence, notice: AnyNotice, caller: Caller) -> Arrival:
    """The message as far as it can be told without the record.

    Raises `MalformedCaseNumber`, `CourtUnknown`, `CourtMismatch`, `EarlierNumberOfAnotherCourt`, `EarlierNumberIsItsOwn`, `InstanceIsItsOwn`.
    """
    today = legal_day(mail.ledger.clock())
    court = _own_court(mail, notice, caller)
    number = _own_number(mail, notice, court, today)
    earlier = earlier_numbers(notice, number, today)
    named_instances(notice, number, today)
    named = (number.case_no, *earlier)
    if isinstance(notice, CorrectionNotice):
        with within_replacement():
            named += arrive(mail, notice.replacement, caller).named
    content = canonical(notice)
    return Arrival(
        notice=notice,
        court=court,
        number=number,
        named=tuple(dict.fromkeys(named)),
        content=content,
        digest=mail.keys.keyed_hash(content).hex(),
        stream=messages.stream_of(court, notice.message_id),
    )


def require_plausible(mail: Correspondence, arrival: Arrival) -> None:
    """Raises `FutureFact`, `DateOrder`, `PartiesTooLong`, `ClaimsTooLong`, `MaterialsTooLong`; of what a correction puts in the place of an
    earlier message, with its place in the body."""
    today = legal_day(mail.ledger.clock())
    check_dates(arrival.notice, today)
    require_room_for_content(arrival.notice, arrival.content)
    if isinstance(arrival.notice, CorrectionNotice):
        with within_replacement():
            check_dates(arrival.notice.replacement, today)
            require_room_for_content(arrival.notice.replacement, arrival.content)


def require_files(files: FileStore, notice: AnyNotice, caller: Caller) -> None:
    """Raises `FileNotUsable` for a file that is not there, or is another's: of a material, or of a letter."""
    if isinstance(notice, CorrectionNotice):
        with within_replacement():
            require_files(files, notice.replacement, caller)
        return
    for index, sent in enumerate(notice.materials if isinstance(notice, ReferralNotice) else ()):
        if sent.file is not None:
            files.require(sent.file, caller.actor(), f"/materials/{index}/file")
    letter = getattr(notice, "file", None)
    if letter is not None:
        files.require(letter, caller.actor(), "/file")


def on_its_way(mail: Correspondence, arrival: Arrival, caller: Caller, ledger: Readable, keys: Keys) -> Placing:
    """What places the message, reading `ledger` and sealing with `keys`."""
    return Placing(
        ledger=ledger,
        keys=keys,
        directory=mail.directory,
        court=arrival.court,
        number=arrival.number,
        notice=arrival.notice,
        message=arrival.stream,
        reach=caller.jurisdictions,
    )


def taken_in(mail: Correspondence, arrival: Arrival, placing: Placing) -> list[StreamWrite]:
    """What records the message, with what it becomes. It is sealed last, after every check. Raises what `Placing.place` raises."""
    placed = placing.place()
    received = CourtMessageReceived(
        court=arrival.court,
        message_id=arrival.notice.message_id,
        kind=kind_of(arrival.notice),
        case_no=arrival.number.case_no,
        jurisdictions=placed.jurisdictions,
        content_hash=arrival.digest,
        content=placing.keys.seal_text(arrival.stream, arrival.content.decode()),
    )
    events = tuple(mail.about(event, placed.jurisdictions[0]) for event in (received, outcome_of(placed)))
    return [StreamWrite(stream=arrival.stream, expected_version=0, events=events), *placed.writes]


def _own_court(mail: Correspondence, notice: AnyNotice, caller: Caller) -> str:
    for court in (notice.court, caller.court):
        if court is not None and mail.directory.court(court) is None:
            raise CourtUnknown(f"法院代字“{court}”尚未登记。请核对代字，或请管理员登记该法院后重报。", pointer="/court")
    own = own_court(caller)
    if notice.court not in (None, own):
        raise CourtMismatch(
            f"消息所写法院 {notice.court} 与令牌所属法院 {own} 不一致，未登记。请由该法院自行报送，或删去 court 一项。",
            pointer="/court",
        )
    return own


def _own_number(mail: Correspondence, notice: AnyNotice, court: str, today: date) -> CaseNumber:
    number = parse(notice.case_no, today)
    if number.court == court:
        return number
    if mail.directory.court(number.court) is None:
        raise CourtUnknown(
            f"案号中的法院代字“{number.court}”尚未登记。请核对案号；确为该院案件的，请管理员登记该法院后重报。",
            pointer="/case_no",
        )
    raise CourtMismatch(
        f"案号属于法院 {number.court}，令牌属于法院 {court}，未登记。请核对案号，或由该法院自行报送。", pointer="/case_no"
    )
