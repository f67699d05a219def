"""The signatures under a settlement. Pure.

The settlement is in force once every one of its parties has signed: itself, or by somebody it authorised. Whatever is refused leaves no
key behind: the decision seals once all its checks have passed.
"""

from collections.abc import Callable, Collection
from datetime import date
from typing import Literal

import msgspec

from services.mediation.bounds import check_day, check_parties, complete_on
from services.mediation.grounds import cited, clause_for
from services.mediation.mediation import Mediation
from services.mediation.settlement import REACHED, settlement_of
from yingsu.errors import Malformed, Refused
from yingsu.events.mediation.mediation import SettlementBecameEffective, SettlementSigned
from yingsu.ledger.sealed import Person, SealedPerson


class AlreadySigned(Refused):
    """The party has signed."""

    code = "settlement-already-signed"
    title = "该当事人已签字"


class AuthorityMissing(Malformed):
    """Someone signs for a party without proof of authority."""

    code = "authority-missing"
    title = "缺少授权"


class SignatoryUnclear(Malformed):
    """The party is said to sign itself, and somebody else or an authority is named beside it."""

    code = "signatory-unclear"
    title = "签字人不明"


class SignSettlement(msgspec.Struct, frozen=True, kw_only=True):
    """A signature, by the party or by a `person` it authorised; `authority` is the id of the file that proves it.

    An agency or an organisation that signs as the party may name the `person` who acts as its head.
    """

    party: str
    signed_on: date
    signatory: Literal["party", "authorised"]
    person: Person | None = None
    authority: str | None = None


def sign_settlement(
    state: Mediation,
    command: SignSettlement,
    today: date,
    seal_person: Callable[[Person], SealedPerson],
    natural_persons: Collection[str] = (),
) -> tuple[SettlementSigned | SettlementBecameEffective, ...]:
    """签字确认 (HZ-4.6), once a party. The signature that completes them brings the settlement into force on the latest day of signing:
    then there are two events. `natural_persons` are the applicants that are no organisation.

    Raises `SettlementNotReached`, `NotAParty`, `AlreadySigned`, `MediationConcluded`, `AuthorityMissing`, `SignatoryUnclear`,
    `FutureFact`, `DateOrder`.
    """
    clause = clause_for(state.track, "HZ-4.6")
    settlement = settlement_of(state, "登记签字", clause)
    check_parties((command.party,), settlement.parties, "/party", clause)
    known = next((signed for signed in state.signatures if signed.party == command.party), None)
    if known is not None:
        raise AlreadySigned(
            f"该当事人已于 {known.signed_on} 签字确认（{cited(clause)}），不再重复登记。登记有误的，请更正该项登记。",
            clauses=(clause,),
        )
    _check_signatory(command, natural_persons, clause)
    check_day(command.signed_on, today, "/signed_on", since=settlement.reached_on, fact=REACHED, clause=clause)
    days = (signed.signed_on for signed in state.signatures)
    effective_on = complete_on(state.unsigned, command.party, command.signed_on, days)
    signed = SettlementSigned(
        party=command.party,
        signed_on=command.signed_on,
        signatory=command.signatory,
        person=seal_person(command.person) if command.person else None,
        authority=command.authority,
    )
    return (signed,) if effective_on is None else (signed, SettlementBecameEffective(effective_on=effective_on))


def _check_signatory(command: SignSettlement, natural_persons: Collection[str], clause: str) -> None:
    if command.signatory == "authorised" and (command.person is None or not command.authority):
        raise AuthorityMissing(
            f"由授权的人员签字而没有该人员或者授权材料，未登记。{cited(clause)}要求由当事人或者其授权的人员签字确认，"
            "请填写签字人并上传授权材料；当事人本人签字的，请改填本人。",
            clauses=(clause,),
            pointer="/person" if command.person is None else "/authority",
        )
    if command.signatory == "party" and command.authority is not None:
        raise SignatoryUnclear(
            f"填写为当事人本人签字而附有授权材料，未登记。{cited(clause)}要求由当事人或者其授权的人员签字确认，"
            "由受权人员签字的，请改填 authorised；本人签字的，请不填授权材料。",
            clauses=(clause,),
            pointer="/authority",
        )
    if command.signatory == "party" and command.person is not None and command.party in natural_persons:
        raise SignatoryUnclear(
            f"填写为当事人本人签字而另有签字人员，未登记。{cited(clause)}要求由当事人或者其授权的人员签字确认，"
            "申请人本人签字的，请不填签字人员；由他人签字的，请改填 authorised 并上传授权材料。",
            clauses=(clause,),
            pointer="/person",
        )
