"""Just enough HTTP/1.1 to keep the measuring cheaper than what is measured: keep-alive, known lengths, no chunks."""

import asyncio
import re
from collections.abc import Callable

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
END = b"\r\n\r\n"


class Messages(asyncio.Protocol):
    """Cuts a stream into HTTP messages: the first line, and the body."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to write."""
        assert isinstance(transport, asyncio.Transport) or hasattr(transport, "write")
        self.transport = transport  # type: ignore[assignment] # uvloop's transports are none of asyncio's

    def data_received(self, data: bytes) -> None:
        """Hand on every message that is whole."""
        self._buffer += data
        while (end := self._buffer.find(END)) >= 0:
            length = LENGTH.search(self._buffer, 0, end + 2)
            whole = end + len(END) + (int(length.group(1)) if length else 0)
            if len(self._buffer) < whole:
                return
            message, self._buffer = self._buffer[:whole], self._buffer[whole:]
            self.message(message[: message.index(b"\r\n")], message[end + len(END) :])

    def message(self, first_line: bytes, body: bytes) -> None:
        """One message; to be overridden."""
        raise NotImplementedError


class Exchange(Messages):
    """One connection of a client, for one request at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._answer: asyncio.Future[int] | None = None

    async def post(self, request: bytes) -> int:
        """Send a whole request and wait for the status of its answer; 0 when the connection is lost."""
        assert self.transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return await self._answer

    def message(self, first_line: bytes, body: bytes) -> None:
        """The answer."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(int(first_line.split()[1]))

    def connection_lost(self, exc: Exception | None) -> None:
        """No answer comes any more."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(0)


class Sink(Messages):
    """The Bot API, for as long as nobody looks closely: everything succeeds; `sent` is told of each message's chat."""

    def __init__(self, sent: Callable[[int], None]) -> None:
        super().__init__()
        self._sent = sent

    def message(self, first_line: bytes, body: bytes) -> None:
        """One call."""
        method = first_line.split(b" ", 2)[1].rsplit(b"/", 1)[-1].partition(b"?")[0]
        result = RESULTS.get(method, b"true")
        if method == b"sendMessage":
            chat = CHAT.search(body)
            assert chat is not None, body[:300]
            result = MESSAGE % (chat.group(1), chat.group(1))
            self._sent(int(chat.group(1)))
        body = b'{"ok":true,"result":%s}' % result
        assert self.transport is not None
        self.transport.write(ANSWER % (len(body), body))


CHAT = re.compile(rb'chat_id(?:=|"\r\n\r\n|": ?"?)(-?\d+)')
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
MESSAGE = b'{"message_id":1,"date":1768500000,"chat":{"id":%s,"type":"private","first_name":"U%s"},"text":"x"}'
RESULTS = {
    b"getMe": b'{"id":4200,"is_bot":true,"first_name":"B","username":"ipjang_bot","can_join_groups":true,'
    b'"can_read_all_group_messages":true,"supports_inline_queries":true}',
    b"getUpdates": b"[]",
    b"getMyCommands": b"[]",
    b"getMyDescription": b'{"description":""}',
    b"getMyShortDescription": b'{"short_description":""}',
    b"getMyName": b'{"name":"B"}',
    b"getWebhookInfo": b'{"url":"","has_custom_certificate":false,"pending_update_count":0}',
}
