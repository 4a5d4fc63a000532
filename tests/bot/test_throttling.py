"""Throttling, with a clock of the test's own."""

from bot.throttling import MANY_USERS, Pace, Throttle, Verdict


class Clock:
    """Seconds, as the test says."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_flood_gets_one_notice_and_ends_when_it_ends() -> None:
    clock = Clock()
    throttle = Throttle(Pace(updates=5, seconds=1.0), clock)
    verdicts = []
    for _ in range(100):  # two seconds of fifty a second
        verdicts.append(throttle.judge(1))
        clock.now += 0.02
    assert verdicts[:5] == [Verdict.PASS] * 5
    assert verdicts.count(Verdict.WARN) == 1
    assert set(verdicts[6:]) == {Verdict.DROP}
    clock.now += 1.5
    assert throttle.judge(1) is Verdict.PASS


def test_others_are_not_affected() -> None:
    throttle = Throttle(Pace(updates=5, seconds=1.0), Clock())
    for _ in range(50):
        throttle.judge(1)
    assert throttle.judge(2) is Verdict.PASS


def test_a_person_who_asks_much_but_not_too_much_is_never_told() -> None:
    clock = Clock()
    throttle = Throttle(clock=clock)
    for _ in range(500):
        assert throttle.judge(1) is Verdict.PASS
        clock.now += 0.5


def test_a_million_users_are_not_all_remembered() -> None:
    throttle = Throttle(clock=Clock())
    for user in range(2 * MANY_USERS):
        throttle.judge(user)
    assert len(throttle._records) == MANY_USERS


def test_those_who_have_not_written_for_a_while_cost_nothing() -> None:
    clock = Clock()
    throttle = Throttle(Pace(updates=5, seconds=1.0), clock)
    for user in range(1000):
        throttle.judge(user)
        clock.now += 0.1
    assert len(throttle._records) < 20
