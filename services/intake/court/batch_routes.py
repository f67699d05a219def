"""The courts' door for batches over HTTP. Owns how large a batch may be, what it counts for, and that batches take turns."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Final
from weakref import WeakKeyDictionary

from fastapi import APIRouter, Body, Depends, Request

from services.intake.court.batch import Batch
from services.intake.court.batch_bodies import BATCH_EXAMPLES, BatchAnswer, BatchBody, answered
from services.intake.court.door import CourtDoor
from services.intake.court.routes import TAG, Court
from services.intake.wiring import correspondence_of
from yingsu.ledger.deciding import Request as WriteRequest
from yingsu.web.auth import charge
from yingsu.web.deps import deps_of
from yingsu.web.problems import Problem
from yingsu.web.writes import keyless_write

PATH: Final = "/court/messages/batches"
LARGEST: Final = 5 * 1024 * 1024
"""Bytes: a hundred messages, each as long as an entry of the ledger can keep (48 KiB before sealing)."""
TOGETHER: Final = 10
"""So many messages of a batch count as one request: they cost about as much."""

router = APIRouter(tags=[TAG])

_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


async def in_turn() -> AsyncIterator[None]:
    """One batch of a process after another. Several at a time take the processor from each other and from whoever sends a single message:
    all of them would be later. Who waits holds no thread."""
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock()):
        yield


@router.post(
    PATH,
    summary="批量报送法院消息",
    responses={413: {"description": f"正文超过 {LARGEST // 1024**2} MiB"}},
)
def receive_court_messages(
    request: Request,
    body: Annotated[BatchBody, Body(openapi_examples=BATCH_EXAMPLES)],
    caller: Court,
    write: Annotated[WriteRequest, Depends(keyless_write)],
    _turn: Annotated[None, Depends(in_turn, scope="function")],
) -> BatchAnswer:
    """一次报送至多 100 条消息，种类可以混杂，次序不限。逐条办理、逐条答复：每条的结果与单独报送时相同，各条要么全部登记、要么不登记，
    一条有误不影响其他各条。先于立案到达的消息先收存；立案在同一批中的，随即登记入案。

    同一批再报一次，得到同样的回执，不会重复登记：每条消息以其编号和内容识别，Idempotency-Key 可以不填，换一个键、拆成几批或者单条
    重报也一样。答复没有收到的，原样重报即可。

    整批被拒绝的只有：正文不是 JSON、没有消息、超过 100 条、正文过大、没有权限或者请求过于频繁。计算请求次数时，每 10 条计为一次。
    """
    charge(request, caller, -(-len(body.messages) // TOGETHER) - 1)
    notices = body.notices
    batch = Batch(CourtDoor(correspondence_of(request), deps_of(request).files), caller, write)
    delivered = batch.receive([notice for notice in notices if not isinstance(notice, Problem)])
    return answered(body, notices, delivered)
