"""Words behind the bot's name bring what it offers; one of that is sent by whoever asked, and nothing else is."""

import asyncio
from typing import Any

import pytest

from tests.sandbox.page.conftest import Events, Visit

ASKED = {"act": "inline", "role": "member", "platform": "telegram"}


def article(number: int) -> dict[str, object]:
    words = f"text {number}"
    return {
        "type": "article", "id": str(number), "title": words, "description": "more",
        "input_message_content": {"message_text": words},
    }  # fmt: skip


def photo(address: str) -> dict[str, object]:
    return {"type": "photo", "id": "p", "title": "a meme", "photo_url": address, "thumbnail_url": address}


async def offered(visit: Visit, *results: dict[str, object], **more: object) -> dict[str, Any]:
    """What the page is told when the bot answers a member's words so."""

    async def answer() -> dict[str, Any]:
        query = await visit.update("inline_query")
        await visit.bot("answerInlineQuery", inline_query_id=query["id"], results=list(results), **more)
        return query

    answering = asyncio.create_task(answer())
    status, told = await visit.act(**ASKED, text="about mondays")
    query = await answering
    assert status == 200
    assert (query["query"], query["chat_type"]) == ("about mondays", "sender")
    assert told["query"] == query["id"]
    return told


async def test_a_text_that_is_chosen_is_sent_by_whoever_asked_through_the_bot(visit: Visit) -> None:
    told = await offered(visit, article(1), article(2))
    assert [(one["id"], one["title"], one["about"]) for one in told["offers"]] == [
        ("1", "text 1", "more"), ("2", "text 2", "more"),
    ]  # fmt: skip
    async with visit.session.get(f"{visit.address}events") as answer:
        events = Events(answer)
        await events.next()
        here = {"platform": "telegram", "room": "group"}
        await visit.act(act="say", role="owner", text="what about mondays?", **here)
        question = next(iter((await events.next())["group-telegram"]["items"]))  # type: ignore[call-overload]
        choice = {"act": "choose", "query": told["query"], "result": "2", "reply_to": question, **here}
        assert (await visit.act(role="member", **choice))[0] == 200
        [item] = (await events.next())["group-telegram"]["items"].values()  # type: ignore[attr-defined]
    assert (item["by"], item["text"], item["via"]) == ("member", "text 2", "wallflower_bot")
    assert item["answers"] == "what about mondays?"


async def test_a_picture_with_an_address_is_fetched_from_there_when_it_is_chosen(visit: Visit) -> None:
    told = await offered(visit, photo(f"{visit.address}snapshot/cat"))
    [one] = told["offers"]
    assert one["has_thumbnail"]
    async with visit.session.get(f"{visit.address}offer/{told['query']}/{one['id']}") as small:
        assert (small.status, small.content_type) == (200, "image/jpeg")
    choice = {"act": "choose", "platform": "telegram", "query": told["query"], "result": one["id"]}
    assert (await visit.act(role="member", **choice))[0] == 200
    sent = visit.stage.telegram.messages(visit.stage.member.telegram_id)[-1]
    assert sent.photo is not None
    assert sent.photo.sizes[-1].width == 640
    assert sent.via_bot is not None


@pytest.mark.parametrize(
    "address",
    [
        "http://memes.example/1.jpg", "ftp://127.0.0.1/1.jpg", "http://[", "http://127.0.0.1:1/1.jpg",
        "{page}static/icon.svg", "{page}none",
    ],
)  # fmt: skip
async def test_what_lies_elsewhere_or_is_no_jpeg_is_not_fetched(visit: Visit, address: str) -> None:
    told = await offered(visit, photo(address.format(page=visit.address)))
    async with visit.session.get(f"{visit.address}offer/{told['query']}/p") as small:
        assert small.status == 404
    choice = {"act": "choose", "platform": "telegram", "query": told["query"], "result": "p"}
    status, refused = await visit.act(role="member", **choice)
    assert status == 400
    assert "can't be fetched" in refused["error"]
    assert visit.stage.telegram.messages(visit.stage.member.telegram_id)[-1].photo is None


async def test_a_note_leads_to_the_private_chat(visit: Visit) -> None:
    told = await offered(visit, button={"text": "Wait for 45 seconds", "start_parameter": "wait"})
    assert (told["offers"], told["note"], told["start"]) == ([], "Wait for 45 seconds", "wait")


async def test_nobody_sends_what_somebody_else_was_offered(visit: Visit) -> None:
    told = await offered(visit, article(1))
    for role, query, result in (("owner", told["query"], "1"), ("member", "1", "1"), ("member", told["query"], "2")):
        choice = {"act": "choose", "platform": "telegram", "query": query, "result": result}
        status, refused = await visit.act(role=role, **choice)
        assert status == 400
        assert refused["error"]


@pytest.mark.parametrize(
    "what",
    [
        {"act": "inline", "role": "member", "platform": "vk", "text": "x"},
        {"act": "inline", "role": "member", "platform": "telegram", "text": "x" * 257},
        {"act": "choose", "role": "member", "platform": "vk", "query": "1", "result": "1"},
    ],
)
async def test_what_no_client_asks_inline_is_refused(visit: Visit, what: dict[str, object]) -> None:
    status, answer = await visit.act(**what)
    assert status == 400
    assert answer["error"]
