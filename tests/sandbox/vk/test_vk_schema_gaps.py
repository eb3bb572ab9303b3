"""The places where the published schema is wrong about VK: each is named once, and checked to be still wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

EVENT: dict[str, Any] = {"group_id": 1, "event_id": "a", "v": "5.199"}
PRESS: dict[str, Any] = {"user_id": 1, "peer_id": 1, "event_id": "a", "payload": {"draft": 1}}

GAPS = [
    ("callback_type omits message_event", "callback/objects.json", "callback_base", EVENT | {"type": "message_event"}),
    ("callback_type omits like_add", "callback/objects.json", "callback_base", EVENT | {"type": "like_add"}),
    ("a payload is said to be a string", "callback/objects.json", "callback_message_event", PRESS),
    (
        "a community's own fields are defined and forbidden",
        "groups/objects.json",
        "groups_group_full",
        {"id": 1, "members_count": 5},
    ),
    ("an error is said to have inner_type", "base/objects.json", "base_error", {"error_code": 5}),
]


@pytest.mark.parametrize(("gap", "file", "definition", "instance"), GAPS, ids=[gap[0] for gap in GAPS])
def test_a_named_gap_is_still_there(
    gap: str, file: str, definition: str, instance: dict[str, Any], schema_checker: ModuleType | None
) -> None:
    """An allowance that the schema no longer needs has to go from conftest.py."""
    if schema_checker is None:
        pytest.skip("the published VK schema (../shared/api) is not on this machine")
    assert len(schema_checker.object_errors(file, definition, instance)) == 1, gap


def test_a_script_may_return_what_the_schema_calls_wrong(schema_checker: ModuleType | None) -> None:
    """execute's answer is said to be an object, but a script returns what it likes."""
    if schema_checker is None:
        pytest.skip("the published VK schema (../shared/api) is not on this machine")
    assert schema_checker.answer_errors("execute", {"response": 1})["response"]
