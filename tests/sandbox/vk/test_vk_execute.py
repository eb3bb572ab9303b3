"""execute: the VKScript that vk_api sends, and scripts that are wrong or hostile."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest
import vk_api
from vk_api.requests_pool import vk_request_one_param_pool

from bot.sandbox.vk import TokenKind, VkBehaviour
from bot.sandbox.vk.errors import VkApiError
from bot.sandbox.vk.script import run_script

if TYPE_CHECKING:
    from tests.sandbox.vk.conftest import Stage, StageMaker, Vk


def run(code: str) -> object:
    def echo(method: str, arguments: Mapping[str, object]) -> object:
        return {"method": method, "arguments": dict(arguments)}

    return run_script(code, echo, {"chosen": "5"})


async def test_get_all_reads_a_whole_wall_through_execute(stage: Stage, user: Vk) -> None:
    stage.sandbox.fill_wall(stage.wall, [f"пост {number}" for number in range(2_650)])
    tools = vk_api.VkTools(user.session)
    posts = await user.run(lambda: list(tools.get_all_iter("wall.get", 100, {"owner_id": stage.wall}, limit=2_500)))
    assert len(posts) == 2_500
    assert [call.method for call in stage.sandbox.calls] == ["execute"]


async def test_a_requests_pool_gives_each_call_its_result_or_error(
    stage: Stage, user: Vk, three_posts: list[int]
) -> None:
    def pooled() -> tuple[object, ...]:
        with vk_api.VkRequestsPool(user.session) as pool:
            good = pool.method("wall.get", {"owner_id": stage.wall})
            bad = pool.method("wall.get", {"owner_id": -999})
            other = pool.method("users.get", {"user_ids": [stage.admin, stage.member]})
        return good.result["count"], bad.error["error_code"], len(other.result)

    assert await user.run(pooled) == (3, 100, 2)


async def test_pools_of_one_method_and_of_one_parameter_work(stage: Stage, user: Vk) -> None:
    def one_method() -> list[object]:
        with vk_api.VkRequestsPool(user.session) as pool:
            results = [pool.method("users.get", {"user_ids": who}) for who in (stage.admin, stage.member)]
        return [result.result[0]["id"] for result in results]

    assert await user.run(one_method) == [stage.admin, stage.member]
    results, errors = await user.run(
        vk_request_one_param_pool, user.session, "groups.isMember", "user_id", [1, 2], {"group_id": stage.group}
    )
    assert (results, errors) == ({1: 1, 2: 1}, {})


async def test_more_than_25_calls_are_a_runtime_error(stage: Stage, user: Vk) -> None:
    calls = ",".join(["API.utils.getServerTime({})"] * 26)
    assert await user.error("execute", code=f"return [{calls}];") == 13
    assert await user.error("execute") == 100
    assert await user.error("execute", code="return [") == 12


async def test_rights_hold_inside_a_script_too(stage: Stage, community: Vk) -> None:
    """A community key can't read the wall by way of execute: the call fails alone, with error 27."""
    answer = await community.run(
        community.session.method,
        "execute",
        {"code": f'return [API.wall.get({{"owner_id": {stage.wall}}}), 1];'},
        raw=True,
    )
    assert answer["response"] == [False, 1]
    assert [error["error_code"] for error in answer["execute_errors"]] == [27]


async def test_a_service_key_executes_only_where_the_sandbox_is_told_so(make_stage: StageMaker) -> None:
    closed: Stage = await make_stage()
    opened: Stage = await make_stage(behaviour=VkBehaviour(service_may_execute=True))
    assert await closed.key(closed.sandbox.add_token(TokenKind.SERVICE)).error("execute", code="return 1;") == 28
    assert await opened.key(opened.sandbox.add_token(TokenKind.SERVICE))("execute", code="return 1;") == 1


@pytest.mark.parametrize(
    ("code", "result"),
    [
        ("return 1 + 2 * 3 - 4 / 2;", 5),
        ("return (1 + 2) * 3 % 4;", 1),
        ("return 7 / 2;", 3.5),
        ("return 'a' + 1 + \"b\\n\\u0436\";", "a1b\nж"),
        ("return [1, 2] + [3];", [1, 2, 3]),
        ("var a = [1, 2, 3]; return a.slice(1) + a.slice(0, 1) + [a.length, a[5], a[0]];", [2, 3, 1, 3, None, 1]),
        ("var o = {a: {'b': 2}}; o.a.c = o['a'].b + 1; return [o.a.c, o.x.y.z];", [3, None]),
        (
            "var i = 0, s = []; while (i < 5) { if (i % 2 == 0) { s.push(i); } else s.push(-i); i += 1; } return s;",
            [0, -1, 2, -3, 4],
        ),
        ("return null == false ? 1 : !0 && (0 || 'x');", "x"),
        ("return API.users.get({user_ids: 5}).method;", "users.get"),
        ("return parseInt(Args.chosen) * 2; // twice", 10),
        ("var a = 1; /* nothing", None),
        ("", None),
        ("return;", None),
    ],
)
def test_the_language_means_what_vkscript_means(code: str, result: object) -> None:
    """Arithmetic, lists, objects, loops and calls; an unclosed comment is no VKScript."""
    if code.endswith("nothing"):
        with pytest.raises(VkApiError):
            run(code)
    else:
        assert run(code) == result


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("return 1", None),
        ("return ", None),
        ("var = 5;", 12),
        ("var while = 1;", 12),
        ("1 = 2;", 12),
        ("return {a};", 12),
        ("return [1 2];", 12),
        ("foo bar;", 12),
        ("@#", 12),
        ("return 'unclosed;", 12),
        ("return '\\x';", 12),
        ("(" * 100_000, 12),
        ("{" * 100_000, 12),
        ("return " + "!" * 100_000 + "1;", 12),
        ("return a" + ".b" * 100_000 + ";", 12),
        ("while (true) {}", 13),
        ("return missing;", 13),
        ("return 1 / 0;", 13),
        ("var a = 9; while (true) { a = a * a; }", 13),
        ("var a = 'x'; while (true) { a = a + a; }", 13),
        ("var a = [1]; while (true) { a = a + a; }", 13),
        ("return 'a'.nothing();", 13),
        ("5(1);", 13),
        ("null.a = 1;", 13),
        ("API.users.get(5);", 13),
    ],
)
def test_a_script_that_is_wrong_or_never_ends_is_stopped(code: str, expected: int | None) -> None:
    """Error 12 for what is no VKScript, 13 for what falls over; a missing last semicolon is neither."""
    if expected is None:
        run(code)
        return
    with pytest.raises(VkApiError) as caught:
        run(code)
    assert caught.value.code == expected


@pytest.mark.parametrize(
    "code",
    [
        "var a = [1]; a.push(a); return a;",
        "return API;",
        "var a = [1], i = 0; while (i < 40) { a = [a, a]; i = i + 1; } return a;",
        "var a = [1], i = 0; while (i < 400) { a = [a]; i = i + 1; } return '' + a;",
    ],
)
async def test_a_result_that_would_never_fit_is_refused(stage: Stage, user: Vk, code: str) -> None:
    """Lists within themselves, bombs and bare functions end in error 13; a list in a string is just a word."""
    if "'' + a" in code:
        assert await user("execute", code=code) == "Array"
    else:
        assert await user.error("execute", code=code) == 13
    assert json.dumps(await user("execute", code="return 1;")) == "1"
