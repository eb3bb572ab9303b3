"""One call of VK's: what is sent, what is tried again, and what its caller hears when it fails."""

import asyncio
import socket
import time
import traceback
from collections.abc import Callable

import pytest

from bot.errors import Misconfigured, Refused, Retryable, Unsure
from bot.platforms.vk.answers import UnexpectedAnswerError, int_of
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.failures import DAILY_PAUSE_S, FLOOD_PAUSE_S, SOON_S, KeyKind
from bot.platforms.vk.transport import MAX_ANSWER_BYTES
from bot.web.metrics import Metrics
from tests.platforms.vk.conftest import FAST, KEY
from tests.platforms.vk.scripted import (
    Answer,
    ScriptedVk,
    dropping,
    flooding,
    hanging,
    redirecting,
    refusing,
    responding,
    scripted_vk,
    trickling,
)

ClientAt = Callable[..., VkClient]

# Errors about one post, chat or message alone; the last two are none of VK's.
ITEM_CODES = [15, 100, 203, *range(210, 215), 219, 220, 222, 224]
ITEM_CODES += [900, 901, 902, 911, 914, 917, 925, 936, 946, 950, 962, -5, 10**9]


async def test_a_call_is_a_form_with_the_key_and_the_version_in_it(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("wall.get", {"count": 0})

    answer = await client.call(
        "wall.get", repeatable=True, owner_id=-1, extended=True, fields=["a", "b"], nothing=None, forward={"a": "ё"}
    )

    assert answer == {"count": 0}
    assert vk.calls == [
        (
            "wall.get",
            {
                "owner_id": "-1",
                "extended": "1",
                "fields": "a,b",
                "forward": '{"a": "ё"}',
                "v": "5.199",
                "access_token": KEY,
            },
        )
    ]


@pytest.mark.parametrize("ending", ["", "/", "/method", "/method/"])
async def test_the_address_may_end_in_a_slash_and_in_method(vk: ScriptedVk, client_at: ClientAt, ending: str) -> None:
    vk.answers("utils.getServerTime", 1)

    assert await client_at(vk.url + ending).call("utils.getServerTime", repeatable=True) == 1


@pytest.mark.parametrize(
    "url", ["", "api.vk.ru", "ftp://api.vk.ru", "http://", "http://host:port", "http://[", "http://a?b"]
)
def test_an_unusable_address_is_the_operators_to_mend(client_at: ClientAt, url: str) -> None:
    with pytest.raises(Misconfigured, match=r"vk\.api_url"):
        client_at(url)


async def test_halves_of_surrogate_pairs_are_replaced_before_they_are_sent(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("wall.get", 1)

    await client.call("wall.get", repeatable=True, text="a\ud800b")

    assert vk.forms("wall.get") == [{"text": "a\ufffdb"}]


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(refusing(1), id="error 1"),
        pytest.param(refusing(6), id="error 6"),
        pytest.param(refusing(10), id="error 10"),
        pytest.param(responding("<h1>Bad gateway</h1>", 502), id="HTTP 502"),
        pytest.param(responding("slow down", 429), id="HTTP 429"),
        pytest.param(dropping(), id="dropped"),
        pytest.param(responding('{"response": {"cou'), id="truncated"),
        pytest.param(responding("<html>Please wait</html>"), id="a page"),
        pytest.param(responding([1, 2]), id="a list"),
        pytest.param(responding(5), id="a number"),
        pytest.param(responding({}), id="an empty object"),
        pytest.param(responding({"error": "no"}), id="an error that is a text"),
        pytest.param(responding({"error": {"error_code": "6", "error_msg": "x"}}), id="a code that is a text"),
        pytest.param(responding({"error": {"error_code": 6}}), id="an error without a message"),
        pytest.param(responding("[" * 200_000), id="very deep"),
        pytest.param(flooding(MAX_ANSWER_BYTES + 1), id="too long"),
    ],
)
class TestPassingTrouble:
    """What may be over in a moment."""

    async def test_is_tried_again_where_a_repeat_does_no_harm(
        self, vk: ScriptedVk, client: VkClient, failure: Answer
    ) -> None:
        vk.answers("wall.get", failure, failure, {"count": 0})

        assert await client.call("wall.get", repeatable=True) == {"count": 0}
        assert len(vk.calls) == 3

    async def test_ends_in_retryable_after_the_last_try(
        self, vk: ScriptedVk, client: VkClient, failure: Answer
    ) -> None:
        vk.answers("wall.get", failure)

        with pytest.raises(Retryable) as caught:
            await client.call("wall.get", repeatable=True)
        assert caught.value.retry_after_s == SOON_S
        assert len(vk.calls) == FAST.attempts

    async def test_of_a_call_that_must_not_be_repeated_is_never_tried_again(
        self, vk: ScriptedVk, client: VkClient, failure: Answer
    ) -> None:
        vk.answers("wall.post", failure)

        with pytest.raises((Unsure, Retryable)):
            await client.call("wall.post", repeatable=False)
        assert len(vk.calls) == 1


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        pytest.param(refusing(6), Retryable, id="error 6: VK did not begin"),
        pytest.param(responding("", 429), Retryable, id="HTTP 429: VK did not begin"),
        pytest.param(refusing(1), Unsure, id="error 1"),
        pytest.param(refusing(10), Unsure, id="error 10"),
        pytest.param(responding("", 500), Unsure, id="HTTP 500"),
        pytest.param(dropping(), Unsure, id="dropped"),
        pytest.param(hanging(), Unsure, id="no answer in time"),
        pytest.param(trickling(), Unsure, id="an answer without end"),
        pytest.param(responding('{"resp'), Unsure, id="truncated"),
        pytest.param(responding({"response": {"post_id": [7]}}), Unsure, id="wrong types"),
    ],
)
async def test_a_call_that_must_not_be_repeated_is_unsure_unless_it_surely_did_nothing(
    vk: ScriptedVk, client_at: ClientAt, failure: Answer, expected: type[Exception]
) -> None:
    vk.answers("wall.post", failure)

    with pytest.raises(expected):
        await client_at(vk.url, timeout_s=0.2).ask("wall.post", lambda a: int_of(a, "a number"), repeatable=False)
    assert len(vk.calls) == 1


@pytest.mark.parametrize("repeatable", [True, False])
async def test_a_server_that_does_not_listen_got_nothing(client_at: ClientAt, repeatable: bool) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{bound.getsockname()[1]}"

        with pytest.raises(Retryable, match=r"Nothing was sent"):
            await client_at(url).call("wall.post", repeatable=repeatable)


async def test_a_host_that_does_not_exist_got_nothing(client_at: ClientAt) -> None:
    with pytest.raises(Retryable, match=r"Nothing was sent"):
        await client_at("http://vk.invalid").call("wall.post", repeatable=False)


async def test_an_answer_that_never_ends_is_given_up_after_the_timeout(vk: ScriptedVk, client_at: ClientAt) -> None:
    vk.answers("wall.get", trickling())
    began = time.monotonic()

    with pytest.raises(Unsure):
        await client_at(vk.url, timeout_s=0.2).call("wall.get", repeatable=False)
    assert time.monotonic() - began < 2


async def test_an_answer_that_is_too_long_is_called_that(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("wall.get", flooding(MAX_ANSWER_BYTES + 1))

    with pytest.raises(Retryable, match="too long"):
        await client.call("wall.get", repeatable=True)


async def test_a_parser_that_finds_nonsense_counts_as_a_failed_try(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("wall.get", {"count": "many"}, None, 5)

    assert await client.ask("wall.get", lambda answer: int_of(answer, "the count"), repeatable=True) == 5


@pytest.mark.parametrize(("code", "pause_s"), [(9, FLOOD_PAUSE_S), (29, DAILY_PAUSE_S)])
async def test_a_flood_and_a_days_limit_pause_long_and_are_not_tried_again(
    vk: ScriptedVk, client: VkClient, code: int, pause_s: float
) -> None:
    vk.answers("wall.get", refusing(code))

    with pytest.raises(Retryable) as caught:
        await client.call("wall.get", repeatable=True)
    assert caught.value.retry_after_s == pause_s
    assert len(vk.calls) == 1


@pytest.mark.parametrize("code", ITEM_CODES)
async def test_what_is_wrong_with_one_thing_alone_is_refused_with_vks_code(
    vk: ScriptedVk, client: VkClient, code: int
) -> None:
    vk.answers("messages.send", refusing(code, "the reason"))

    with pytest.raises(Refused, match="the reason") as caught:
        await client.call("messages.send", repeatable=True)
    assert caught.value.code == code
    assert len(vk.calls) == 1


@pytest.mark.parametrize("code", [5, 7, 14, 17, 27, 28, 1051, 3300])
async def test_what_only_an_operator_can_mend_names_the_key(vk: ScriptedVk, client_at: ClientAt, code: int) -> None:
    vk.answers("wall.get", refusing(code))

    with pytest.raises(Misconfigured, match=r"the community key \(vk\.community_key\)"):
        await client_at(vk.url, kind=KeyKind.COMMUNITY).call("wall.get", repeatable=True)
    assert len(vk.calls) == 1


async def test_a_key_of_the_wrong_kind_is_told_which_kind_may(vk: ScriptedVk, client_at: ClientAt) -> None:
    vk.answers("wall.get", refusing(27))

    with pytest.raises(Misconfigured, match="a service key or a user key"):
        await client_at(vk.url, kind=KeyKind.COMMUNITY).call("wall.get", repeatable=True)


async def test_a_key_without_a_right_is_told_which_right(vk: ScriptedVk, client_at: ClientAt) -> None:
    vk.answers("messages.send", refusing(15, "Access denied: It cannot be called with current scopes"))

    with pytest.raises(Misconfigured, match="lacks the right messages"):
        await client_at(vk.url, kind=KeyKind.COMMUNITY).call("messages.send", repeatable=True)


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_a_server_that_is_no_vk_is_the_operators_to_mend(vk: ScriptedVk, client: VkClient, status: int) -> None:
    vk.answers("wall.get", responding("not here", status))

    with pytest.raises(Misconfigured, match=r"vk\.api_url"):
        await client.call("wall.get", repeatable=True)


async def test_a_redirect_never_takes_the_key_elsewhere(vk: ScriptedVk, client: VkClient) -> None:
    async with scripted_vk() as elsewhere:
        elsewhere.answers("wall.get", 1)
        vk.answers("wall.get", redirecting(f"{elsewhere.url}/method/wall.get"))

        with pytest.raises(Retryable):
            await client.call("wall.get", repeatable=True)
        assert elsewhere.calls == []


@pytest.mark.parametrize(
    "failure",
    [
        pytest.param(refusing(5, f"no such key: {KEY}"), id="VK quotes it"),
        pytest.param(refusing(100, f"access_token={KEY}"), id="VK quotes it in a refusal"),
        pytest.param(responding({"response": KEY}), id="VK sends it"),
        pytest.param(responding(f"<{KEY}>", 502), id="a gateway quotes it"),
        pytest.param(dropping(), id="dropped"),
    ],
)
async def test_a_key_is_in_no_error_and_in_no_traceback(
    vk: ScriptedVk, client: VkClient, failure: Answer, capsys: pytest.CaptureFixture[str]
) -> None:
    vk.answers("wall.get", failure)

    with pytest.raises((Refused, Misconfigured, Retryable)) as caught:
        await client.ask("wall.get", lambda answer: int_of(answer, "the answer"), repeatable=True)

    below = caught.tb.tb_next  # this function's own variables hold the key
    shown = traceback.TracebackException(caught.type, caught.value, below, capture_locals=True)
    said = "".join([*shown.format(), repr(caught.value), str(caught.value), repr(client), *capsys.readouterr()])
    assert KEY not in said


async def test_a_call_goes_on_in_its_thread_while_the_loop_does_other_things(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("wall.get", hanging())

    call = asyncio.create_task(client.call("wall.get", repeatable=True))
    await vk.until(lambda: len(vk.calls) == 1)
    began = time.monotonic()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert time.monotonic() - began < 1


async def test_calls_of_a_key_run_side_by_side(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("wall.get", hanging(), {"count": 0})

    slow = asyncio.create_task(client.call("wall.get", repeatable=True))
    await vk.until(lambda: len(vk.calls) == 1)
    assert await client.call("wall.get", repeatable=True) == {"count": 0}
    slow.cancel()


async def test_no_second_at_the_server_sees_more_calls_than_the_limit(vk: ScriptedVk, client_at: ClientAt) -> None:
    vk.answers("wall.get", {"count": 0})
    client = client_at(vk.url, requests_per_s=20)

    await asyncio.gather(*(client.call("wall.get", repeatable=True) for _ in range(45)))

    starts = vk.started_s
    assert min(later - earlier for earlier, later in zip(starts, starts[20:], strict=False)) >= 1.0


async def test_a_call_that_must_not_be_repeated_gets_a_connection_that_nobody_can_have_closed(
    vk: ScriptedVk, client: VkClient
) -> None:
    vk.answers("wall.get", 1)
    vk.answers("wall.post", 1)

    await client.call("wall.get", repeatable=True)
    await client.call("wall.get", repeatable=True)
    await client.call("wall.post", repeatable=False)

    first, second, third = vk.peers
    assert first == second
    assert third != first


async def test_a_name_that_is_no_method_is_never_sent(vk: ScriptedVk, client: VkClient) -> None:
    with pytest.raises(ValueError, match="no name of a method"):
        await client.call("../secrets", repeatable=True)
    assert vk.calls == []


async def test_an_unexpected_answer_says_what_was_found_and_not_its_value() -> None:
    with pytest.raises(UnexpectedAnswerError, match=r"the count is a value of type str and not a whole number"):
        int_of("secret", "the count")


async def test_each_try_of_a_call_is_counted_by_what_came_of_it(vk: ScriptedVk) -> None:
    """For those who watch the bot from outside."""
    metrics = Metrics()
    client = VkClient(KEY, vk.url, kind=KeyKind.SERVICE, backoff=FAST, meter=metrics)
    vk.answers("wall.get", refusing(10), {"count": 0}, refusing(15))
    await client.call("wall.get", repeatable=True)
    with pytest.raises(Refused):
        await client.call("wall.get", repeatable=True)
    client.close()
    told = metrics.text(None, None, {}, is_training=False).decode()
    for outcome in ("retryable", "ok", "refused"):
        assert f'wallflower_api_calls_total{{method="wall.get",outcome="{outcome}",platform="vk"}} 1.0' in told
