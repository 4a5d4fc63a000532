"""The queue of a chat: in order, within a bound, and told once."""

import asyncio

from bot.telegram.delivery import LONGEST_QUEUE, PERSONS_SHARE, ChatQueues, ThrottleDecision

PERSON, GROUP = 7, -100


def test_a_chat_holds_so_much_and_is_told_once_until_it_is_empty() -> None:
    queues = ChatQueues()
    decisions = [queues.admit(PERSON, PERSON) for _ in range(3 * LONGEST_QUEUE)]
    assert decisions[:LONGEST_QUEUE] == [ThrottleDecision.ADMIT] * LONGEST_QUEUE
    assert decisions[LONGEST_QUEUE] is ThrottleDecision.TELL
    assert set(decisions[LONGEST_QUEUE + 1 :]) == {ThrottleDecision.DROP}
    for _ in range(5 * LONGEST_QUEUE):  # it goes on at the pace at which it is served
        queues.leave(PERSON, PERSON)
        assert queues.admit(PERSON, PERSON) is ThrottleDecision.ADMIT
        assert queues.admit(PERSON, PERSON) is ThrottleDecision.DROP
    for _ in range(LONGEST_QUEUE):
        queues.leave(PERSON, PERSON)
    assert len(queues) == 0
    assert [queues.admit(PERSON, PERSON) for _ in range(LONGEST_QUEUE + 1)][-1] is ThrottleDecision.TELL


def test_who_floods_a_group_leaves_room_to_the_others() -> None:
    queues = ChatQueues()
    decisions = [queues.admit(GROUP, 66) for _ in range(50)]
    assert decisions.count(ThrottleDecision.ADMIT) == PERSONS_SHARE
    assert queues.admit(GROUP, 7) is ThrottleDecision.ADMIT


def test_other_chats_are_not_affected() -> None:
    queues = ChatQueues()
    for _ in range(50):
        queues.admit(PERSON, PERSON)
    assert queues.admit(8, 8) is ThrottleDecision.ADMIT


def test_what_was_promised_before_finds_room_in_any_case() -> None:
    queues = ChatQueues()
    for _ in range(LONGEST_QUEUE):
        queues.admit(PERSON, PERSON)
    assert queues.admit(PERSON, PERSON, always=True) is ThrottleDecision.ADMIT


async def test_a_queue_is_served_in_the_order_in_which_it_came() -> None:
    queues, served = ChatQueues(), list[int]()

    async def serve(number: int) -> None:
        async with queues.turn(PERSON):
            await asyncio.sleep(0.001 if number % 2 else 0.003)
            served.append(number)
        queues.leave(PERSON, PERSON)

    async with asyncio.TaskGroup() as tasks:
        for number in range(10):
            queues.admit(PERSON, PERSON)
            tasks.create_task(serve(number))
    assert served == list(range(10))
    assert len(queues) == 0
