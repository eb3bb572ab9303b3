"""The corpus: how much was read and when it was written, what cleaning dropped, a search in posts, and forgetting."""

import asyncio
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from markupsafe import Markup
from starlette.responses import Response

from bot.chat.person import read_person
from bot.chat.privacy import forget_author
from bot.domain.audit import Entry
from bot.flow.authors import shown
from bot.storage.stored_posts import Amount, StoredPost
from bot.web.console.acting import command, request_of, said
from bot.web.console.charts import columns
from bot.web.console.gate import acts, admits
from bot.web.console.house import House
from bot.web.console.leafing import Leafing, page_number
from bot.web.console.refusals import NotFound
from bot.web.console.visitor import Visitor
from bot.web.console.words.corpus import CORPUS, CorpusWords
from bot.web.console.words.leafing import LEAFING

_PATH = "/console/corpus"
_POSTS_A_PAGE = 25
# Characters of a post in a list; the whole is a click away.
_EXCERPT = 400
_MOST_WANTED = 200
_MOST_PERSON = 100
# More columns than these months are drawn as years.
_MOST_MONTHS = 48
_IMPORTS_SHOWN = 5
_AUTHOR = re.compile(r"[0-9a-f]{64}")
_VK_WALL = re.compile(r"vk:(-?[0-9]{1,15})")
_NUMBER = re.compile(r"[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class _Span:
    """What was written in a month or a year."""

    name: str
    amount: Amount


def routes(house: House) -> APIRouter:
    """Its routes."""
    router = APIRouter()
    reach, posts = house.reach, house.posts

    @router.get(_PATH)
    async def corpus(visitor: Annotated[Visitor, admits("console corpus")]) -> Response:
        own = visitor.own(CORPUS)
        months, sources = await posts.by_month(), await posts.by_source()
        spans, title = _spans(months, own)
        imports, _ = await reach.audit_log.page(1, _IMPORTS_SHOWN, action="posts.import")
        return visitor.page(
            "corpus.html",
            own=own,
            total=_sum(sources.values()),
            spans=spans,
            is_by_year=title == own.by_year,
            chart=_chart(title, spans),
            sources=sources,
            passes={one.source: one for one in await reach.posts.passes()},
            report=await asyncio.to_thread(house.cleaning),
            imports=[found for entry in imports if (found := _import(entry)) is not None],
        )

    @router.get(f"{_PATH}/posts")
    async def search(
        visitor: Annotated[Visitor, admits("console corpus")], q: str = "", page: str = "1", author: str = ""
    ) -> Response:
        wanted, asked = q.strip()[:_MOST_WANTED], page_number(page)
        if author and _AUTHOR.fullmatch(author) is None:
            raise NotFound
        found = await posts.search(wanted, asked, _POSTS_A_PAGE, author)
        leafing = Leafing(f"{_PATH}/posts", {"q": wanted, "author": author}, asked, found.total, _POSTS_A_PAGE)
        return visitor.page(
            "corpus_posts.html",
            own=visitor.own(CORPUS),
            leaf_words=visitor.own(LEAFING),
            wanted=wanted,
            author=author,
            author_shown=shown(author) if author else "",
            posts=[(post, _excerpt(post.text)) for post in found.posts],
            total=found.total,
            leafing=leafing,
        )

    @router.get(f"{_PATH}/posts/{{number}}")
    async def post(visitor: Annotated[Visitor, admits("console corpus")], number: str) -> Response:
        found = await posts.get(int(number)) if _NUMBER.fullmatch(number) else None
        if found is None:
            raise NotFound
        author = "" if found.author is None else shown(found.author)
        return visitor.page(
            "corpus_post.html", own=visitor.own(CORPUS), post=found, author_shown=author, wall=_on_wall(found)
        )

    @router.get(f"{_PATH}/forget")
    async def look(visitor: Annotated[Visitor, admits("/forget")], who: str = "", author: str = "") -> Response:
        return await _preview(house, visitor, who, author)

    @router.post(f"{_PATH}/forget")
    async def forget(
        visitor: Annotated[Visitor, acts("/forget")],
        who: Annotated[str, Form()] = "",
        author: Annotated[str, Form()] = "",
        sure: Annotated[str, Form()] = "",
    ) -> Response:
        if sure != "yes":
            return await _preview(house, visitor, who, author, problem=visitor.own(CORPUS).forget_unsure)
        if author:
            if _AUTHOR.fullmatch(author) is None:
                raise NotFound
            answer = await forget_author(request_of(visitor), reach, author)
            await house.carry_out(answer)
        else:
            answer = await command(house, visitor, "forget", who)
        return visitor.back(_PATH, said(answer))

    return router


async def _preview(house: House, visitor: Visitor, who: str, author: str, *, problem: str = "") -> Response:
    """What is stored of somebody, and the form that asks whether to forget it."""
    own, reach = visitor.own(CORPUS), house.reach
    given: dict[str, object] = {"own": own, "problem": problem, "who": "", "author": "", "stored": None, "amount": None}
    status = 422 if problem else 200
    if author:
        if _AUTHOR.fullmatch(author) is None:
            raise NotFound
        amount = await house.posts.of_author(author)
        if not amount.posts:
            raise NotFound
        given |= {"author": author, "shown": shown(author), "amount": amount}
    elif wanted := who.strip()[:_MOST_PERSON]:
        person = read_person(wanted, request_of(visitor, wanted), reach.acquaintances)
        if person is None:
            given |= {"who": wanted, "problem": visitor.words.role_nobody.format(name=wanted)}
            status = 422
        else:
            given |= {"who": str(person), "shown": str(person), "stored": await reach.forget.stored(person)}
            given["role"] = await reach.members.role(person)
    return visitor.page("corpus_forget.html", status=status, **given)


def _spans(months: Mapping[str, Amount], own: CorpusWords) -> tuple[list[_Span], str]:
    """What to draw: months, or years where they are too many; and what the chart is called then."""
    dated = {name: amount for name, amount in months.items() if name}
    if len(dated) <= _MOST_MONTHS:
        found, title = [_Span(name, amount) for name, amount in dated.items()], own.by_month
    else:
        years: dict[str, list[Amount]] = {}
        for name, amount in dated.items():
            years.setdefault(name.partition("-")[0], []).append(amount)
        found, title = [_Span(name, _sum(amounts)) for name, amounts in years.items()], own.by_year
    if "" in months:
        found.append(_Span(own.no_date, months[""]))
    return found, title


def _sum(amounts: Collection[Amount]) -> Amount:
    return Amount(sum(one.posts for one in amounts), sum(one.characters for one in amounts))


def _chart(title: str, spans: Sequence[_Span]) -> Markup:
    return columns(title, [_short(span.name) for span in spans], [span.amount.posts for span in spans])


def _short(name: str) -> str:
    """`03.26` for `2026-03`, of which more stand side by side."""
    year, _, month = name.partition("-")
    return f"{month}.{year[2:]}" if year.isdecimal() and month else name


def _excerpt(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rstrip()}…"


def _on_wall(post: StoredPost) -> str:
    """Where a post can be seen, if it is one of a VK wall."""
    wall = _VK_WALL.fullmatch(post.source)
    return f"https://vk.ru/wall{wall[1]}_{post.remote_id}" if wall and _NUMBER.fullmatch(post.remote_id) else ""


def _import(entry: Entry) -> dict[str, object] | None:
    """An import as the audit log tells of it; None where somebody changed the entry so that it says nothing."""
    try:
        at, told = datetime.fromisoformat(entry.at), json.loads(entry.details)
        return {"at": at, "file": entry.object.removeprefix("file:"), "new": told["new"], "edited": told["edited"]}
    except (ValueError, KeyError, TypeError):
        return None
