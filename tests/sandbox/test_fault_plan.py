"""The plan of faults: when each rule strikes, its JSON form, and how answers are spoilt."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.faults import (
    Always,
    ApiError,
    Chance,
    Delay,
    Drop,
    Every,
    FaultPlan,
    FaultPlanInvalidError,
    FaultRule,
    HttpError,
    Malformed,
    Nth,
    Strike,
    read_rules,
)
from bot.sandbox.faulty_http import spoil

FAULT = Drop()


def struck_calls(rule: FaultRule, calls: int, seed: int = 0) -> list[int]:
    plan = FaultPlan([rule], seed=seed)
    return [number for number in range(1, calls + 1) if plan.draw("wall.post") != Strike()]


@pytest.mark.parametrize(
    ("rule", "struck"),
    [
        (FaultRule("wall.*", FAULT), [1, 2, 3, 4, 5, 6]),
        (FaultRule("wall.*", FAULT, at=Nth(2)), [2]),
        (FaultRule("wall.*", FAULT, at=Every(3)), [3, 6]),
        (FaultRule("*", FAULT, at=Every(2), times=2), [2, 4]),
        (FaultRule("wall.post", FAULT, at=Chance(0.0)), []),
        (FaultRule("wall.post", FAULT, at=Chance(1.0), times=1), [1]),
        (FaultRule("messages.*", FAULT), []),
        (FaultRule("WALL.POST", FAULT), []),
    ],
)
def test_a_rule_strikes_when_it_says(rule: FaultRule, struck: list[int]) -> None:
    """By pattern, by number, by count and no more often than `times`."""
    assert struck_calls(rule, 6) == struck


def test_chance_follows_the_seed_alone() -> None:
    """The same seed strikes the same calls, another one others, and the share is about the probability."""
    rule = FaultRule("*", FAULT, at=Chance(0.3))
    assert struck_calls(rule, 1_000, seed=1) == struck_calls(rule, 1_000, seed=1)
    assert struck_calls(rule, 1_000, seed=1) != struck_calls(rule, 1_000, seed=2)
    assert 230 < len(struck_calls(rule, 1_000)) < 370


def test_only_matching_calls_are_counted_and_replacing_starts_anew() -> None:
    """Nth counts what its pattern matches; a replaced plan has fresh counters."""
    rule = FaultRule("a.*", FAULT, at=Nth(2))
    plan = FaultPlan([rule])
    assert [bool(plan.draw(method).before) for method in ("a.x", "b.x", "a.y", "a.z")] == [False, False, True, False]
    assert plan.strikes == 1
    plan.replace([rule])
    assert (plan.strikes, plan.draw("a.x")) == (0, Strike())
    plan.clear()
    assert plan.rules == ()


def test_faults_are_sorted_by_when_they_strike() -> None:
    """What happens before the effect and what happens after it come apart, each in the order of the rules."""
    plan = FaultPlan([FaultRule("*", Malformed()), FaultRule("*", Delay(1)), FaultRule("*", Drop("after"))])
    assert plan.draw("any") == Strike(before=(Delay(1),), after=(Malformed(), Drop("after")))


faults = st.one_of(
    st.builds(ApiError, st.integers(), st.text(), st.none() | st.integers(), st.sampled_from(["before", "after"])),
    st.builds(HttpError, st.integers(400, 599), st.sampled_from(["before", "after"])),
    st.builds(Drop, st.sampled_from(["before", "after"])),
    st.builds(Delay, st.floats(0, 600), st.sampled_from(["before", "after"])),
    st.builds(Malformed, st.sampled_from(["truncated", "wrong_types", "html"])),
)
occasions = st.one_of(
    st.builds(Always),
    st.builds(Nth, st.integers(1)),
    st.builds(Every, st.integers(1)),
    st.builds(Chance, st.floats(0, 1)),
)


@given(st.lists(st.builds(FaultRule, st.text(), faults, occasions, st.none() | st.integers(1))))
def test_the_json_form_says_the_whole_plan(rules: list[FaultRule]) -> None:
    """Reading what was written gives equal rules, for any rules."""
    document = json.loads(json.dumps(FaultPlan(rules).to_json()))
    assert read_rules(document) == rules


@pytest.mark.parametrize(
    "document",
    [
        None,
        {},
        ["drop"],
        [{"method": "*"}],
        [{"method": "*", "fault": {"kind": "explode"}}],
        [{"method": "*", "fault": {"kind": "delay"}}],
        [{"method": "*", "fault": {"kind": "delay", "seconds": -1}}],
        [{"method": "*", "fault": {"kind": "http_error", "status": 200}}],
        [{"method": "*", "fault": {"kind": "drop"}, "at": {"kind": "nth", "n": 0}}],
        [{"method": "*", "fault": {"kind": "drop"}, "times": 0}],
        [{"method": "*", "fault": {"kind": "drop", "wen": "after"}}],
        [{"method": "*", "fault": {"kind": "drop"}, "time": 1}],
    ],
)
def test_a_plan_that_cannot_be_read_says_where(document: Any) -> None:
    """One sentence that names the place, whatever the document is."""
    with pytest.raises(FaultPlanInvalidError, match=r"^The fault plan can't be read at .+: .+\.$"):
        read_rules(document)


def test_a_spoilt_answer_is_no_longer_the_answer() -> None:
    """A truncated body is no JSON, wrong types keep the keys, and a page is HTML."""
    body = json.dumps({"response": {"count": 1, "items": [{"id": 5}], "ok": True}}).encode()
    truncated, _ = spoil(body, "truncated")
    with pytest.raises(ValueError, match=r"delimiter|Unterminated|Expecting"):
        json.loads(truncated)
    mistyped = json.loads(spoil(body, "wrong_types")[0])
    assert mistyped.keys() == {"response"}
    assert not isinstance(mistyped["response"], dict)
    assert spoil(body, "html")[1] == "text/html"
