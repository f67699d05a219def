"""Who conducts which mediation, and what there is in which track. Pure.

Before the suit the centre does (HZ-4.1). Beside a suit whoever opened it does: a defendant by itself, or the centre or the body that
supervises, where the profile names no centre. What the court did is registered by whoever took part.
"""

from typing import get_args

from services.mediation.commands import Command, InCourt, InLitigation, PreSuit, Settling
from services.mediation.grounds import cited, clause_for
from services.mediation.mediation import Mediation
from yingsu.errors import Forbidden, Refused
from yingsu.events.mediation.litigation import Conductor
from yingsu.ledger.entry import Entry
from yingsu.officials.callers import Caller

TITLES = {"pre_suit": "诉前移送调处", "in_litigation": "诉中调解", "court": "人民法院调解"}


class OtherConductor(Forbidden):
    """The mediation is conducted by somebody else."""

    code = "not-conducted-here"
    title = "不由本单位办理"


class OtherTrack(Refused):
    """There is no such step in this kind of mediation."""

    code = "not-in-this-track"
    title = "本类调解没有这一环节"


def conductor_of(caller: Caller) -> Conductor:
    """In what capacity the caller conducts a mediation beside a suit."""
    match caller.role:
        case "agency":
            return "agency"
        case "mediation_centre":
            return "mediation_centre"
        case _:
            return "supervising_body"


def check_conductor(state: Mediation, caller: Caller) -> None:
    """The caller conducts the mediation. Raises `OtherConductor`."""
    clause = clause_for(state.track, "HZ-4.1")
    match state.track:
        case "pre_suit":
            allowed = caller.role == "mediation_centre"
        case "in_litigation" if state.opening.conductor == "agency":
            allowed = caller.role == "agency" and caller.answers_for(state.opening.agency)
        case "in_litigation":
            allowed = caller.role in ("mediation_centre", "supervisor")
        case "court":
            allowed = caller.role != "agency" or any(caller.answers_for(agency) for agency in state.respondents)
    if not allowed:
        by = "区调处中心" if state.track == "pre_suit" else "登记该项调解的单位"
        raise OtherConductor(
            f"{TITLES[state.track]}由{by}办理（{cited(clause)}），本单位可以查看，不能登记。请由其登记；本机关自行协调和解的，"
            "可以另行登记诉中调解。",
            clauses=(clause,),
        )


def check_registered_here(entry: Entry, state: Mediation, caller: Caller) -> None:
    """In court every side registers: a step is corrected by who registered it. `entry` is as it stands. Raises `OtherConductor`."""
    by = entry.actor
    own = caller.answers_for(by.agency) if by.role == "agency" else caller.role == by.role
    if state.track == "court" and not own:
        clause = clause_for(state.track, "HZ-4.1")
        raise OtherConductor(
            f"该项登记由其他单位登记（{cited(clause)}），本单位不能更正或者撤销。请由其更正。", clauses=(clause,)
        )


def check_step(state: Mediation, command: Command) -> None:
    """The track has such a step. Raises `OtherTrack`."""
    there = {
        "pre_suit": (*get_args(PreSuit), *get_args(Settling)),
        "in_litigation": (*get_args(Settling), InLitigation),
        "court": get_args(InCourt),
    }[state.track]
    if not isinstance(command, there):
        clause = clause_for(state.track, "HZ-4.1")
        raise OtherTrack(
            f"{TITLES[state.track]}没有这一环节，未登记（{cited(clause)}）。请核对调解的种类，选择该种调解的登记。",
            clauses=(clause,),
        )
