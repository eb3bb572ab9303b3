"""Facts on their way from one process to another."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.fact import Fact, Share, Size, fact_from_json, fact_to_json


@pytest.mark.parametrize(
    "fact",
    [
        "vk:-1", "", 0, 12_345, timedelta(days=3, seconds=7), datetime(2026, 11, 21, 12, tzinfo=UTC), Size(7), (),
        (Share("corpus.txt", Size(5)), Share("checkpoints", Size(0))),
    ],
)  # fmt: skip
def test_a_fact_comes_back_as_it_was(fact: Fact) -> None:
    assert fact_from_json(json.loads(json.dumps(fact_to_json(fact)))) == fact


@pytest.mark.parametrize("found", [None, 1.5, {}, {"seconds": "3"}, {"bytes": None}, [1], [{"name": 1, "bytes": 2}]])
def test_what_is_no_fact_is_refused(found: object) -> None:
    with pytest.raises(ValueError, match="this is no"):
        fact_from_json(found)
