"""The AsyncAPI 3 description of the feed, made from the same catalogue as the code: which events there are, where they come, what is in them."""

from typing import Any, Final

from yingsu.events import catalogue
from yingsu.events.notify.endpoint import BEGINNING
from yingsu.web.auth import TOKEN_URL

VERSION: Final = "3.0.0"
FEEDS: Final = {
    "intake": "案件登记",
    "mediation": "诉前调处",
    "review": "败诉复盘",
    "notify": "提醒和逾期",
    "all": "以上全部",
}
"""The feeds, and whose events each has. The registry's events are in none, nor are those of endpoints."""

SCHEMAS: Final = "events"
"""The folder of the schemas, beside the document."""
_ENVELOPE: Final = "#/components/schemas/CloudEvent"


def files(version: str) -> dict[str, str]:
    """The generated files by name: the document, and the schemas that it refers to."""
    schemas = {f"{SCHEMAS}/{name}": text for name, text in catalogue.files().items()}
    return {"asyncapi.json": catalogue.text_of(describe(version)), **schemas}


def describe(version: str) -> dict[str, Any]:
    """The document of the API's `version`. It refers to the schemas in the folder `events` beside it."""
    topics = {
        feed: [
            topic
            for topic in catalogue.schemas()
            if topic.partition(".")[0] in (FEEDS if feed == "all" else (feed,)) and not topic.startswith(BEGINNING)
        ]
        for feed in FEEDS
    }
    return {
        "asyncapi": VERSION,
        "info": {
            "title": "应诉（Yingsu）事件",
            "version": version,
            "description": "各服务登记的事件，按登记次序，每个一次。以 CloudEvents 1.0 批量格式由 notify 服务的长轮询接口提供，接口说明见 notify.json；"
            "每个接入系统只收到自己可以查看的事件。姓名等个人信息和内部文字为密文。",
        },
        "defaultContentType": "application/cloudevents+json",
        "servers": {
            "here": {
                "host": "127.0.0.1:8000",
                "protocol": "http",
                "description": "本机；正式部署时为 HTTPS 地址",
                "security": [{"$ref": "#/components/securitySchemes/oauth2"}],
            }
        },
        "channels": {feed: _channel(feed, title, topics[feed]) for feed, title in FEEDS.items()},
        "operations": {f"feed_{feed}": _operation(feed, title) for feed, title in FEEDS.items()},
        "components": {
            "messages": {topic: _message(topic) for topic in topics["all"]},
            "schemas": {"CloudEvent": _envelope()},
            "securitySchemes": {
                "oauth2": {
                    "type": "oauth2",
                    "flows": {"clientCredentials": {"tokenUrl": TOKEN_URL, "availableScopes": {"case:read": "查看案件"}}},
                    "scopes": ["case:read"],
                }
            },
        },
    }


def _channel(feed: str, title: str, topics: list[str]) -> dict[str, Any]:
    return {
        "address": f"/v1/notify/feeds/{feed}",
        "title": title,
        "messages": {topic: {"$ref": f"#/components/messages/{topic}"} for topic in topics},
    }


def _operation(feed: str, title: str) -> dict[str, Any]:
    text, whole = {"type": "string"}, {"type": "integer", "minimum": 0}
    query = {
        "lastEventId": {**text, "format": "uuid", "description": "最后收到的事件的 id，从它之后读起"},
        "timeout": {**whole, "maximum": 30_000, "description": "没有新事件时至多等多少毫秒"},
        "limit": {**whole, "minimum": 1, "description": "至多几个"},
    }
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{feed}"},
        "title": f"提供{title}的事件",
        "bindings": {"http": {"method": "GET", "query": {"type": "object", "properties": query}, "bindingVersion": "0.3.0"}},
    }


def _message(topic: str) -> dict[str, Any]:
    service = topic.partition(".")[0]
    own = {
        "source": {"const": f"/v1/{service}"},
        "type": {"const": topic},
        "dataschema": {"const": f"/v1/notify/schemas/{topic}"},
        "data": {"$ref": f"{SCHEMAS}/{topic}{catalogue.SUFFIX}"},
    }
    description = str(catalogue.schemas()[topic].get("description", "")).partition("\n")[0]
    return {
        "name": topic,
        "title": topic,
        "summary": description,
        "contentType": "application/cloudevents+json",
        "payload": {"allOf": [{"$ref": _ENVELOPE}, {"type": "object", "properties": own}]},
    }


def _envelope() -> dict[str, Any]:
    text = {"type": "string"}
    properties: dict[str, Any] = {
        "specversion": {"const": "1.0"},
        "id": {**text, "format": "uuid", "description": "登记编号，每个事件唯一；续读和去重都用它"},
        "source": {**text, "description": "来源服务"},
        "type": {**text, "description": "事件类型"},
        "subject": {**text, "description": "案件记录的编号；不属于案件的，为其流水号"},
        "time": {**text, "format": "date-time", "description": "登记时刻"},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {**text, "format": "uri-reference", "description": "内容的 JSON Schema 的地址"},
        "sequence": {**text, "pattern": "^[0-9]{19}$", "description": "登记簿中的位置，前面补零"},
        "tenantid": {**text, "description": "行政区划代码"},
        "correlationid": {**text, "description": "关联编号"},
        "occurredon": {**text, "format": "date", "description": "事实日期"},
        "receivedon": {**text, "format": "date", "description": "收到日期；当事人在另一日收到的，才有这一项"},
        "data": {"type": "object", "description": "登记的原文"},
    }
    required = [name for name in properties if name != "receivedon"]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
