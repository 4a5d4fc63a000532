"""Models made without a check are the same as those made with one."""

import gc

import pytest

from knowledge.model import Names, Team
from knowledge.startup import collector_resting
from knowledge.storage.facts import trusted


def test_a_trusted_model_is_like_any_other() -> None:
    names = trusted(Names, ko=("카카오",), en=())
    team = trusted(Team, id="kakao", names=names, ticker=None, decoys=())
    checked = Team(id="kakao", names=Names(ko=("카카오",)))
    assert team == checked
    assert hash(team) == hash(checked)
    assert team.model_dump_json() == checked.model_dump_json()
    assert team.model_copy(update={"ticker": "1"}) == checked.model_copy(update={"ticker": "1"})
    assert team.names.official("en") == "카카오"


def test_a_trusted_model_is_frozen_too() -> None:
    with pytest.raises(ValueError, match="frozen"):
        trusted(Names, ko=("카카오",), en=()).ko = ()  # type: ignore[misc] # the refusal is the point


def test_the_collector_is_at_work_again_after_its_rest() -> None:
    def rest_and_fail() -> None:
        with collector_resting(), collector_resting():
            assert not gc.isenabled()
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="middle"):
        rest_and_fail()
    assert gc.isenabled()


def test_what_stays_for_good_is_out_of_the_collectors_sight() -> None:
    gc.unfreeze()
    try:
        with collector_resting(for_good=True):
            assert gc.get_freeze_count() == 0
        assert gc.get_freeze_count() > 0
        assert gc.isenabled()
    finally:
        gc.unfreeze()
