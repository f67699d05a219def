"""What is not HTTP at all gets a problem too. Such a request never becomes one, so it passes every service by."""

from http import HTTPStatus

from uvicorn.protocols.http.h11_impl import H11Protocol

from yingsu.web.problems import respond

_DETAIL = (
    "请求不符合 HTTP/1.1 的写法，未办理。请检查：地址和请求头只能含 ASCII 字符，地址中的汉字须按 UTF-8 作百分号编码；"
    "请求行和请求头合计不超过 64 KiB；须有 Host；Content-Length 和 Transfer-Encoding 须与正文一致。"
)


class ProblemProtocol(H11Protocol):
    """HTTP/1.1 of the server, with our words for what it cannot read."""

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (the server's English, the same for all reasons)
        """Answer and close."""
        answer = respond(HTTPStatus.BAD_REQUEST, "http-malformed", "请求无法解析", _DETAIL)
        fields = b"".join(name + b": " + value + b"\r\n" for name, value in (*answer.raw_headers, (b"connection", b"close")))
        self.transport.write(b"HTTP/1.1 400 Bad Request\r\n" + fields + b"\r\n" + bytes(answer.body))
        self.transport.close()
