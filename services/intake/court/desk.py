"""The desk: a person decides the messages that the door could not place, and those that came with two contents."""

from dataclasses import dataclass

import msgspec

from services.intake.court import message as messages
from services.intake.court.correspondence import Correspondence, keys_only_if_recorded, outcome_of
from services.intake.court.delivery import Held
from services.intake.court.door import MessageNotFound
from services.intake.court.message import Decision, Message
from services.intake.court.placing import Placing
from services.intake.reactions import SettleParked
from yingsu.errors import Refused
from yingsu.ledger.deciding import EVERYWHERE, Request, carry_out, require_version
from yingsu.ledger.entry import Event, StreamWrite
from yingsu.officials.callers import Caller


class StillParked(Refused):
    """The message cannot be placed now either."""

    code = "still-parked"
    title = "仍不能办理"


class ContentErased(Refused):
    """The content of the message was erased, so it cannot be placed any more."""

    code = "content-erased"
    title = "消息内容已删除"


@dataclass(frozen=True)
class MessageDesk:
    """Shows a message to those whose jurisdiction it concerns, and carries out their decision."""

    correspondence: Correspondence

    def message(self, stream: str, caller: Caller) -> Message:
        """The message, for a caller of one of its jurisdictions. Raises `MessageNotFound`."""
        known = self.correspondence.message(stream) if stream.startswith("message-") else None
        if known is None or not set(known.jurisdictions) & set(caller.jurisdictions):
            raise MessageNotFound("没有这条消息，或者不在本机关辖区之内。请从待处理消息列表中选取。")
        return known

    def settle(
        self, stream: str, decision: Decision, reason: str, expected_version: int, caller: Caller, request: Request
    ) -> Message:
        """Carry out a decision that was made on version `expected_version` of the message.

        Raises `MessageNotFound`, `VersionConflict`, `DecisionDoesNotFit`; for retry `StillParked`, `ContentErased`,
        `JurisdictionDenied`.
        """
        prepared: list[Placing] = []

        def decide() -> list[StreamWrite]:
            state = self.message(stream, caller)
            require_version(
                self.correspondence.ledger,
                stream,
                expected=expected_version,
                actual=state.version,
                tenants=caller.tenants,
                refusal="该消息已有新的处理。请刷新后再作决定。",
            )
            event = messages.settle(state, decision, reason)
            if decision != "retry":
                return [self._write(state, event)]
            prepared.append(self._again(state))
            placed = prepared[-1].place()
            if isinstance(placed, Held):
                raise StillParked(
                    f"该消息仍不能办理：{placed.detail.removesuffix('。')}。请先解决后再重新处理，或者选择“不予采用”。"
                )
            return [self._write(state, event, outcome_of(placed)), *placed.writes]

        self.message(stream, caller)
        # The facts are the court's, checked against the court's own reach; the caller's reach was checked on the message.
        own = msgspec.structs.replace(request, source=stream, permitted=EVERYWHERE)
        with keys_only_if_recorded(prepared):
            carry_out(self.correspondence.ledger, own, decide)
        after = self.message(stream, caller)
        for placing in prepared:
            placing.forget_new_case(after.case_id)
        if after.case_id is not None and prepared:
            parked = SettleParked(self.correspondence)
            parked.settle_case(after.case_id)
            parked.settle_corrections(stream)
        return self.message(stream, caller)

    def _again(self, state: Message) -> Placing:
        """The message on its way again, within the present reach of the court system that sent it."""
        notice = self.correspondence.read(state)
        if notice is None:
            raise ContentErased("该消息的内容已删除，不能重新处理。请选择“不予采用”，需要时请法院以新的消息编号重报。")
        sender = self.correspondence.directory.client(state.client)
        return self.correspondence.placing(state, notice, sender.jurisdictions if sender else state.jurisdictions)

    def _write(self, state: Message, *events: Event) -> StreamWrite:
        new = tuple(self.correspondence.about(event, state.jurisdictions[0]) for event in events)
        return StreamWrite(stream=state.stream, expected_version=state.version, events=new)
