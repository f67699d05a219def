"""Whether what a court sends fits into the ledger. Measured before anything of it is sealed, so that a refusal leaves no key behind.

A message is kept whole in one entry and its fact in another, each of a limited size. What is refused for it is named by its cause: the
longest of the parties, the claims and the materials.
"""

from uuid import UUID

import msgspec

from services.intake.court.notice import AnyNotice, OpeningNotice
from services.intake.court.parties import OpeningFact, Sealed, parties_pointer, seal
from yingsu.errors import Malformed
from yingsu.ledger import mapper
from yingsu.ledger.sealed import Measure
from yingsu.ledger.store import MAX_PAYLOAD_BYTES

BESIDE_CONTENT = 2048
"""Bytes, in the entry that keeps a message, for everything but its sealed content."""

_SOME_CASE = f"case-{UUID(int=0)}"


class PartiesTooLong(Malformed):
    """What is told of the parties is longer than one entry of the ledger holds."""

    code = "parties-too-long"
    title = "当事人信息过长"


class ClaimsTooLong(Malformed):
    """The claims are longer than one entry of the ledger holds."""

    code = "claims-too-long"
    title = "请求事项过长"


class MaterialsTooLong(Malformed):
    """The list of materials is longer than one entry of the ledger holds."""

    code = "materials-too-long"
    title = "移送材料目录过长"


def measured(notice: OpeningNotice) -> Sealed:
    """The personal part of a notice, as long as it will be under the keys of its record."""
    return seal(Measure(), _SOME_CASE, notice)


def require_room_for_content(notice: AnyNotice, content: bytes) -> None:
    """Raise `PartiesTooLong`, `ClaimsTooLong` or `MaterialsTooLong` where no entry holds the message."""
    size = len(Measure().seal_text("", content.decode()).box) + BESIDE_CONTENT
    if isinstance(notice, OpeningNotice) and size > MAX_PAYLOAD_BYTES:
        raise _too_long(notice, measured(notice), size)


def require_room_for_fact(notice: OpeningNotice, fact: OpeningFact) -> None:
    """The same where no entry holds what the notice becomes: `fact`, made of what `measured` gives."""
    size = len(mapper.encode(fact))
    if size > MAX_PAYLOAD_BYTES:
        raise _too_long(notice, measured(notice), size)


def _too_long(notice: OpeningNotice, parts: Sealed, size: int) -> Malformed:
    materials, claims, parties = (len(msgspec.json.encode(part)) for part in (parts.titles, parts.claims, parts.parties))
    limit = f"消息登记后共 {size} 字节，上限 {MAX_PAYLOAD_BYTES} 字节"
    if materials >= max(claims, parties):
        return MaterialsTooLong(
            f"移送材料目录过长（{len(parts.titles)} 件；{limit}），未登记。请缩短名称，或者把同类材料合为一件（如“证据1至20”）后重报。",
            pointer="/materials",
        )
    if claims >= parties:
        return ClaimsTooLong(f"请求事项过长（{limit}），未登记。请摘要填写请求事项后重报，全文作为材料移送。", pointer="/claims")
    return PartiesTooLong(
        f"当事人信息过长（{len(parts.parties)} 人；{limit}），未登记。请只填姓名或者名称，证件号码、电话、住址可不填；"
        "人数众多的，可只填推选的代表人（行政诉讼法第二十八条）后重报。",
        pointer=parties_pointer(notice),
    )
