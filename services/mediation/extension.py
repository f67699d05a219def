"""More time for a mediation, by consent of every party. Pure.

第四项 sets no term itself; 《人民法院在线调解规则》 art. 24 is applied by analogy.
"""

from datetime import date

import msgspec

from services.mediation.bounds import DateOrder, accepted_on, check_day, check_open, check_parties
from services.mediation.mediation import Mediation
from yingsu.errors import Refused
from yingsu.events.mediation.mediation import MediationTermExtended


class ConsentMissing(Refused):
    """Not every party agreed to more time."""

    code = "consent-missing"
    title = "未经各方同意"


class ExtendTerm(msgspec.Struct, frozen=True, kw_only=True):
    """More time, agreed on `agreed_on` (the entry's legal day) by the parties of `consents`."""

    agreed_on: date
    until: date
    consents: tuple[str, ...]
    reason: str


def extend_term(state: Mediation, command: ExtendTerm, today: date) -> MediationTermExtended:
    """延长调处期限 by consent of every party (《人民法院在线调解规则》 art. 24, by analogy), each time further than before.

    Raises `ReferralNotAccepted`, `NotAParty`, `ConsentMissing`, `FutureFact`, `DateOrder`, `MediationConcluded`.
    """
    clause = "ZXTJ-24"
    since, fact = accepted_on(state, clause), "签收移送材料"
    check_parties(command.consents, state.parties, "/consents", clause)
    lacking = [party for party in state.parties if party not in command.consents]
    if lacking:
        raise ConsentMissing(
            f"缺少 {'、'.join(lacking)} 的同意，未登记。《十项机制》第四项没有规定调处期限，参照《人民法院在线调解规则》第二十四条，"
            "延长须经各方当事人同意。请取得同意后重新提交，或者终止调处。",
            clauses=(clause,),
            pointer="/consents",
        )
    if state.extensions:
        since, fact = max(more.agreed_on for more in state.extensions), "上次同意延长"
    check_day(command.agreed_on, today, "/agreed_on", since=since, fact=fact, clause=clause)
    check_open(state, command.agreed_on, clause)
    if command.until <= command.agreed_on:
        raise DateOrder(
            f"延长至 {command.until}，不晚于同意之日 {command.agreed_on}，未登记。"
            "延长是在同意之日以后继续调处（《十项机制》第四项），请核对两个日期后重新提交。",
            clauses=(clause,),
            pointer="/until",
        )
    holds = max((more.until for more in state.extensions), default=None)
    if holds is not None and command.until <= holds:
        raise DateOrder(
            f"延长至 {command.until}，不晚于此前已经延长到的 {holds}，未登记。《十项机制》第四项没有规定调处期限，"
            "参照《人民法院在线调解规则》第二十四条，再次延长应当晚于现行的期限，请核对日期后重新提交；原登记有误的，请更正该项登记。",
            clauses=(clause,),
            pointer="/until",
        )
    return MediationTermExtended(until=command.until, consents=state.parties, reason=command.reason)
