"""The load: questions through the webhook, as many in flight or as many a second as is asked for, and their answers."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter
from typing import Self

from tests.benchmarks.wire.messages import Exchange, Sink

SECRET = "secret-of-the-benchmark"
QUESTIONS = (
    "카카오는?", "네이버 지금 어느 쪽이야", "KT 참가하나요?", "NC AI 입장 알려줘", "누가 불참이야?",
    "전체 현황", "모티프는 나온대?", "엘지는 어떻게 됐어", "코난테크놀로지 결과는", "카카오랑 네이버",
    "케이티는요?", "is Kakao out?", "Naver's stance?", "spdlqj", "카카오뱅크는?",
    "네이버 클라우드 왜 안 나가", "KAIST 신청했어?", "업스테이지", "ㄴㅇㅂ", "오늘 날씨 어때",
)  # fmt: skip
ANSWER_PATIENCE = 30.0


@dataclass
class Load:
    """A Telegram that only asks and listens; as an async context manager. `url` is the Bot API's root."""

    url: str = ""
    _waiting: dict[int, asyncio.Future[float]] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(10_000_000))
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.get_running_loop().create_server(lambda: Sink(self._sent), "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    def _sent(self, chat: int) -> None:
        waiting = self._waiting.pop(chat, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(perf_counter())

    def _request(self, number: int) -> bytes:
        text = QUESTIONS[number % len(QUESTIONS)]
        person = {"id": number, "is_bot": False, "first_name": f"U{number}", "language_code": "ko"}
        chat = {"id": number, "type": "private", "first_name": f"U{number}"}
        message = {"message_id": number, "date": 1768500000, "chat": chat, "from": person, "text": text}
        body = json.dumps({"update_id": number, "message": message}).encode()
        head = (
            f"POST /hook HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    async def ask(self, connection: Exchange) -> float:
        """Post one question of a new person, and give the seconds to its answer; the post itself has to succeed too."""
        number = next(self._numbers)
        answered = self._waiting[number] = asyncio.get_running_loop().create_future()
        began = perf_counter()
        status = await connection.post(self._request(number))
        if status != 200:
            del self._waiting[number]
            raise ConnectionError(f"the post was answered with {status}")
        async with asyncio.timeout(ANSWER_PATIENCE):
            at: float = await answered
        return at - began

    async def closed_loop(self, port: int, *, in_flight: int, seconds: float) -> Sequence[float]:
        """Ask for so long with always so many questions in flight; gives the seconds of each."""
        end = perf_counter() + seconds
        taken: list[float] = []

        async def keep_asking() -> None:
            connection = await connect(port)
            while perf_counter() < end:
                taken.append(await self.ask(connection))

        async with asyncio.TaskGroup() as tasks:
            for _ in range(in_flight):
                tasks.create_task(keep_asking())
        return taken

    async def steady(self, port: int, *, rate: float, seconds: float) -> Sequence[float]:
        """Ask so many questions a second for so long, whether answers come or not; gives the seconds of each."""
        free: list[Exchange] = []
        taken: list[float] = []

        async def ask_once() -> None:
            connection = free.pop() if free else await connect(port)
            taken.append(await self.ask(connection))
            free.append(connection)

        began = perf_counter()
        async with asyncio.TaskGroup() as tasks:
            for number in range(int(rate * seconds)):
                await asyncio.sleep(max(0.0, began + number / rate - perf_counter()))
                tasks.create_task(ask_once())
        return taken

    async def first_answer(self, port: int, seconds: float = 20.0) -> None:
        """Ask until somebody answers."""
        end = perf_counter() + seconds
        while perf_counter() < end:
            try:
                await self.ask(await connect(port))
            except OSError:
                await asyncio.sleep(0.005)
            else:
                return
        raise TimeoutError("nobody answers")


async def connect(port: int) -> Exchange:
    """A connection to the webhook; raises OSError where nobody listens."""
    _, exchange = await asyncio.get_running_loop().create_connection(Exchange, "127.0.0.1", port)
    return exchange
