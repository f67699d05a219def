"""The feed over HTTP: batches of CloudEvents with a long poll that holds no thread, and the schemas of what is in them."""

import asyncio
from typing import Annotated, Final
from urllib.parse import quote, urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from services.notify.feed import cloudevents
from services.notify.feed.answers import CloudEventAnswer
from services.notify.feed.feed import Feed
from services.notify.feed.news import News
from services.notify.feed.reader import READERS, Context, Reader, reader_of
from services.notify.feed.selection import Portion
from yingsu.errors import NotFound
from yingsu.events import catalogue
from yingsu.officials.callers import Caller
from yingsu.web.auth import allow
from yingsu.web.deps import deps_of
from yingsu.web.paging import MAX_LIMIT

TAG: Final = "事件"
LONGEST_MS: Final = 30_000
"""A long poll waits no longer: proxies commonly end a silent connection after a minute."""
USUAL_LIMIT: Final = 100

_LINK: Final = "下一次读取的地址（rel=next）：其中 after 使系统不必重找已经找过的部分。没有新事件时也有。"

router = APIRouter(tags=[TAG])

Reading = Annotated[Caller, Depends(allow("case:read", roles=READERS))]


class SchemaNotFound(NotFound):
    """There is no event type of this name."""

    code = "schema-not-found"


class Batch(JSONResponse):
    """A batch of CloudEvents in the JSON batch format, which comes as it is to be sent."""

    media_type = cloudevents.BATCH

    def render(self, content: bytes) -> bytes:
        """As it is."""
        return content


class JsonSchema(Response):
    """A JSON Schema."""

    media_type = "application/schema+json"


@router.get(
    "/feeds/{context}",
    summary="读取事件",
    response_class=Batch,
    response_model=list[CloudEventAnswer],
    responses={
        200: {
            "description": "按登记次序排列的事件；没有新事件时为 []",
            "headers": {"Link": {"description": _LINK, "schema": {"type": "string"}}},
        }
    },
)
async def read_feed(
    request: Request,
    context: Annotated[
        Context,
        Path(title="范围", description="intake 案件登记、mediation 诉前调处、review 败诉复盘、notify 提醒和逾期，或者 all 全部"),
    ],
    caller: Reading,
    last_event_id: Annotated[
        UUID | None, Query(alias="lastEventId", title="最后收到的事件的 id", description="从它之后读起；缺省从头读起")
    ] = None,
    timeout: Annotated[int, Query(ge=0, le=LONGEST_MS, title="等待", description="没有新事件时至多等多少毫秒；0 为不等")] = 0,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, title="至多几个")] = USUAL_LIMIT,
    after: Annotated[int | None, Query(ge=0, le=2**63 - 1, title="找过的位置", description="只可原样取自响应头 Link")] = None,
) -> Batch:
    """本单位可以查看的全部事件，每个一次，按登记次序。读过的不会改变，以后也不会在已读的部分中间补入。

    每次把收到的最后一个事件的 id 作为 lastEventId，或者直接使用响应头 Link 的地址。处理完再读下一批：中断后从最后处理完的事件续读，
    不缺不乱；可能重复收到中断时正在处理的，按 id 去重。收到 [] 表示已读到当前末尾。

    机关收到自案件涉及本机关起的事件，不含其他机关报送的调处方案、复盘和所负期限的提醒；法院收到本院案件和本院消息，不含调处、复盘和提醒；
    调处中心收到本辖区的案件、调处和应由中心办理事项的提醒；司法行政机关、审计机关收到本辖区的全部。推送地址的登记不在其中。个人信息和内部文字为密文，本接口不解密，
    需要时用令牌读取案件。
    """
    feed, news, reader = Feed(deps_of(request).ledger.database), request.app.state.news, reader_of(caller)
    reader.topics(context)
    place = await run_in_threadpool(feed.place_of, last_event_id, after)
    portion = await _awaited(feed, news, reader, context, place, limit, timeout / 1000)
    seen = portion.entries[-1].event_id if portion.entries else last_event_id
    query = {"lastEventId": seen, "after": portion.reached, "limit": limit, "timeout": timeout}
    following = urlencode({name: value for name, value in query.items() if value is not None})
    address = f"{quote(request.scope['path'])}?{following}"
    return Batch(cloudevents.batch(portion.entries), headers={"Link": f'<{address}>; rel="next"'})


@router.get(
    "/schemas/{topic}",
    summary="查看事件内容的 JSON Schema",
    response_class=JsonSchema,
    responses={200: {"content": {JsonSchema.media_type: {"schema": {"type": "object"}}}}},
)
def read_schema(topic: Annotated[str, Path(title="事件类型", max_length=100, examples=["intake.case_filed.v1"])]) -> JsonSchema:
    """一种事件的内容的结构（JSON Schema 2020-12）。发布后不再改变；内容有变的，另立新版本的事件类型。不需要令牌。"""
    found = catalogue.schemas().get(topic)
    if found is None:
        raise SchemaNotFound("没有这种事件，未提供。请从事件的 dataschema 取地址；全部事件见 openapi/asyncapi.json。")
    return JsonSchema(catalogue.text_of(found))


async def _awaited(feed: Feed, news: News, reader: Reader, context: Context, after: int, limit: int, seconds: float) -> Portion:
    """A portion as soon as there is something in it; an empty one when the time has passed. Looked for again only on news."""
    clock = asyncio.get_running_loop()
    until = clock.time() + seconds
    while True:
        seen = news.position
        portion = await run_in_threadpool(feed.portion, reader, context, after, limit)
        left = until - clock.time()
        if portion.entries or left <= 0 or not await news.moved(seen, left):
            return portion
        after = portion.reached
