"""The queue: drafts by what became of them, everything that moderators do to them in chat, and one draft's history."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Path
from starlette.responses import Response

from bot.chat.action import Verb
from bot.chat.amending import Amended, Flaw, Flawed, amend_boxes, amend_text, ban_word, drop_picture, give_reason
from bot.chat.answer import Answer, Request
from bot.chat.command import storable
from bot.chat.notice_face import label as publication_label
from bot.chat.queue import MOST_DRAFTS
from bot.domain.caption import boxes_of
from bot.domain.member import Platform
from bot.domain.place import MAX_POST
from bot.domain.shelf import Shelf, shelf_of
from bot.errors import Misconfigured, Refused
from bot.flow.decide import MAX_REASON
from bot.flow.painting import painted
from bot.web.console.acting import command, press, request_of, said
from bot.web.console.gate import acts, admits
from bot.web.console.house import House
from bot.web.console.queue_events import stream
from bot.web.console.queue_view import labels, shown_cards, shown_decision, shown_publication
from bot.web.console.refusals import NotFound
from bot.web.console.visitor import Visitor
from bot.web.console.words.publications import PUBLICATIONS
from bot.web.console.words.queue import QUEUE

# Drafts on a page: with their forms they stay well under 100 kB, however long they are.
_PAGE = 10

# Beyond every table, and within the databases' integers.
_MOST_ID = 10**18 - 1
_PICTURE_LASTS_S = 600

# Buttons that need no words with them.
_PLAIN = (Verb.APPROVE, Verb.NOW, Verb.ANOTHER, Verb.TAKE_BACK, Verb.CANCEL, Verb.TAKE_DOWN)
_OF_PUBLICATIONS = (Verb.THERE, Verb.AGAIN, Verb.RETRY, Verb.POSTED, Verb.NOT_YET)

_Id = Annotated[int, Path(ge=1, le=_MOST_ID)]
_Typed = Annotated[str, Form()]


@dataclass(frozen=True, slots=True)
class _From:
    """Where a form stood: on a draft's own page, or on a shelf's page, with the card below it."""

    is_own_page: bool
    shelf: Shelf
    start: int | None
    then: int | None

    @classmethod
    def of(cls, fields: Mapping[str, object]) -> "_From":
        """As the form says; what it can't say counts as not said."""
        return cls(fields.get("view") == "own", _shelf(fields), _number(fields, "start"), _number(fields, "then"))

    def address(self, draft_id: int) -> str:
        """The way back."""
        if self.is_own_page:
            return f"/console/queue/{draft_id}"
        start = "" if self.start is None else f"&start={self.start}"
        anchor = "" if self.then is None else f"#draft-{self.then}"
        return f"/console/queue?shelf={self.shelf}{start}{anchor}"


def routes(house: House) -> APIRouter:
    """Its routes."""
    router = APIRouter()
    desk = _Desk(house)

    @router.get("/console/queue")
    async def queue(visitor: Annotated[Visitor, admits("/queue")]) -> Response:
        return visitor.page("queue.html", status=200, **await desk.shelf(visitor))

    @router.get("/console/queue/cards")
    async def cards(visitor: Annotated[Visitor, admits("/queue")]) -> Response:
        return visitor.fragment("queue_cards.html", **await desk.shelf(visitor))

    @router.get("/console/queue/events")
    async def events(visitor: Annotated[Visitor, admits("/queue")]) -> Response:
        return stream(house.lookout, visitor, "/queue")

    @router.get("/console/queue/{draft_id}")
    async def draft(visitor: Annotated[Visitor, admits("/queue")], draft_id: _Id) -> Response:
        return await desk.draft(visitor, draft_id)

    @router.get("/console/queue/{draft_id}/picture")
    async def picture(visitor: Annotated[Visitor, admits("/queue")], draft_id: _Id) -> Response:
        return await desk.picture(draft_id, _number(visitor.request.query_params, "number") or 1)

    @router.post("/console/queue/write")
    async def write(visitor: Annotated[Visitor, acts("/queue N")], count: _Typed = "") -> Response:
        own = visitor.own(QUEUE)
        wanted = count.strip()
        if not (wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:9]) <= MOST_DRAFTS):
            problem = own.write_wrong.format(most=MOST_DRAFTS)
            return visitor.page("queue.html", status=422, **await desk.shelf(visitor, problem, wanted[:20]))
        return visitor.back("/console/queue", said(await command(house, visitor, "queue", wanted)))

    @router.post("/console/queue/{draft_id}/reject")
    async def reject(visitor: Annotated[Visitor, acts(Verb.REJECT)], draft_id: _Id, reason: _Typed = "") -> Response:
        return await desk.reject(visitor, draft_id, _typed(reason))

    @router.post("/console/queue/{draft_id}/why")
    async def why(visitor: Annotated[Visitor, acts(Verb.WHY)], draft_id: _Id, reason: _Typed = "") -> Response:
        return await desk.amend(visitor, draft_id, "reason", _typed(reason), desk.take_reason)

    @router.post("/console/queue/{draft_id}/ban")
    async def ban(visitor: Annotated[Visitor, acts(Verb.BAN)], draft_id: _Id, word: _Typed = "") -> Response:
        return await desk.amend(visitor, draft_id, "word", _typed(word), desk.take_word)

    @router.post("/console/queue/{draft_id}/edit")
    async def edit(visitor: Annotated[Visitor, acts(Verb.EDIT)], draft_id: _Id, text: _Typed = "") -> Response:
        return await desk.amend(visitor, draft_id, "text", _typed(text), desk.take_text)

    @router.post("/console/queue/{draft_id}/boxes")
    async def boxes(visitor: Annotated[Visitor, acts(Verb.BOX)], draft_id: _Id) -> Response:
        return await desk.amend(visitor, draft_id, "text", "", desk.take_boxes)

    @router.post("/console/queue/{draft_id}/drop")
    async def drop(visitor: Annotated[Visitor, acts(Verb.DROP)], draft_id: _Id, picture: _Typed = "") -> Response:
        return await desk.amend(visitor, draft_id, "text", picture, desk.take_drop)

    for verb in _PLAIN:
        router.add_api_route(
            f"/console/queue/{{draft_id}}/{verb}", _pressing(desk, verb), methods=["POST"], name=f"queue {verb}"
        )
    for verb in _OF_PUBLICATIONS:
        router.add_api_route(
            f"/console/queue/{{draft_id}}/publications/{{publication_id}}/{verb}",
            _settling(desk, verb),
            methods=["POST"],
            name=f"publication {verb}",
        )
    return router


def _pressing(desk: "_Desk", verb: Verb) -> Callable[..., Awaitable[Response]]:
    async def pressed(visitor: Annotated[Visitor, acts(verb)], draft_id: _Id) -> Response:
        return await desk.press(visitor, verb, draft_id)

    return pressed


def _settling(desk: "_Desk", verb: Verb) -> Callable[..., Awaitable[Response]]:
    async def settled(visitor: Annotated[Visitor, acts(verb)], draft_id: _Id, publication_id: _Id) -> Response:
        answer = await press(desk.house, visitor, verb, publication_id)
        return visitor.back(f"/console/queue/{draft_id}", said(answer))

    return settled


class _Desk:
    """What the routes have in common."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def shelf(self, visitor: Visitor, problem: str = "", typed: str = "") -> dict[str, Any]:
        """What a page of a shelf shows; `problem` is with the number of drafts to write, which was `typed`."""
        reach, query = self.house.reach, visitor.request.query_params
        shelf, start = _shelf(query), _number(query, "start")
        page = await self.house.shelves.page(shelf, start, _PAGE)
        counts = await reach.queue.counts()
        cards = await shown_cards(reach, visitor.words, visitor.role, page.drafts)
        verbs = {verb for card in cards for verb in card.verbs}
        return {
            "own": visitor.own(QUEUE),
            "shelf": shelf,
            "shelves": [(one, sum(counts[state] for state in one.states)) for one in Shelf],
            "start": start,
            "page": page,
            "cards": cards,
            "labels": labels(visitor.words, tuple(verbs)),
            "Verb": Verb,
            "reason_limit": visitor.words.count(MAX_REASON, visitor.words.characters),
            "max_reason": MAX_REASON,
            "most_drafts": MOST_DRAFTS,
            "write_problem": problem,
            "write_typed": typed or "5",
            "now": reach.clock.now(),
        }

    async def draft(
        self,
        visitor: Visitor,
        draft_id: int,
        *,
        status: int = 200,
        problem: tuple[str, str] = ("", ""),
        typed: Mapping[str, str] | None = None,
    ) -> Response:
        """A draft's own page; `problem` is with which field and what, `typed` what fields held. Raises NotFound."""
        reach, words = self.house.reach, visitor.words
        try:
            draft = await reach.queue.get(draft_id)
        except Refused:
            raise NotFound from None
        [card] = await shown_cards(reach, words, visitor.role, [draft])
        publications = [shown_publication(one) for one in await reach.publications.of_draft(draft_id)]
        verbs = {verb for one in publications for verb in one.verbs if await visitor.may(verb)}
        return visitor.page(
            "queue_draft.html",
            status=status,
            own=visitor.own(QUEUE),
            card=card,
            draft=draft,
            shelf=shelf_of(draft.state),
            labels=labels(words, card.verbs),
            Verb=Verb,
            history=[shown_decision(one) for one in await reach.queue.decisions(draft_id)],
            publications=publications,
            publication_words=visitor.own(PUBLICATIONS),
            publication_labels={verb: publication_label(words, verb) for verb in verbs},
            problem_field=problem[0],
            problem=problem[1],
            typed=typed or {},
            reason_limit=words.count(MAX_REASON, words.characters),
            max_reason=MAX_REASON,
            now=reach.clock.now(),
        )

    async def picture(self, draft_id: int, number: int) -> Response:
        """One of a draft's pictures, as it would go out. Raises NotFound where there is none of that number, and where
        it can't be drawn any more.
        """
        reach = self.house.reach
        try:
            captions = (await reach.queue.get(draft_id)).captions
            if not 1 <= number <= len(captions):
                raise NotFound
            drawn = await painted(reach.painter, captions[number - 1])
        except (Refused, Misconfigured):
            raise NotFound from None
        # The address changes with the draft's revision; a template may change, too, but not often.
        lasts = f"private, max-age={_PICTURE_LASTS_S}"
        return Response(drawn.data, media_type=drawn.format.mime, headers={"Cache-Control": lasts})

    async def press(self, visitor: Visitor, verb: Verb, draft_id: int) -> Response:
        """A button that needs no words."""
        fields = await visitor.request.form()
        answer = await press(self.house, visitor, verb, draft_id, seen=_number(fields, "seen") or 0)
        return visitor.back(_From.of(fields).address(draft_id), said(answer))

    async def reject(self, visitor: Visitor, draft_id: int, reason: str) -> Response:
        """Reject, and say why in one go; nothing is done if the reason is none that can be kept."""
        fields = await visitor.request.form()
        if len(reason.strip()) > MAX_REASON:
            return await self._flawed(visitor, draft_id, "reason", Flawed(Flaw.TOO_LONG), {"reason": reason})
        answer = await press(self.house, visitor, Verb.REJECT, draft_id, seen=_number(fields, "seen") or 0)
        if reason.strip():
            came = await give_reason(request_of(visitor), self.house.reach, draft_id, reason)
            if isinstance(came, Amended):
                await self.house.carry_out(Answer(redrawn=came.redrawn))
        return visitor.back(_From.of(fields).address(draft_id), said(answer))

    async def amend(
        self,
        visitor: Visitor,
        draft_id: int,
        field: str,
        text: str,
        take: Callable[[Visitor, Request, int, str], Awaitable[tuple[Amended | Flawed, str, Mapping[str, str]]]],
    ) -> Response:
        """Take what was written in a field, or show the draft's page with what is wrong and all that was typed."""
        fields = await visitor.request.form()
        try:
            await self.house.reach.queue.get(draft_id)
        except Refused:
            raise NotFound from None
        request = request_of(visitor, seen=_number(fields, "seen") or 0)
        came, notice, typed = await take(visitor, request, draft_id, text)
        if isinstance(came, Flawed):
            return await self._flawed(visitor, draft_id, field, came, typed)
        await self.house.carry_out(Answer(redrawn=came.redrawn))
        return visitor.back(_From.of(fields).address(draft_id), notice)

    async def take_text(
        self, visitor: Visitor, request: Request, draft_id: int, text: str
    ) -> tuple[Amended | Flawed, str, Mapping[str, str]]:
        """A new text."""
        came = await amend_text(request, self.house.reach, draft_id, text, request.seen)
        return came, await self._edited(visitor), {"text": text}

    async def take_boxes(
        self, visitor: Visitor, request: Request, draft_id: int, _text: str
    ) -> tuple[Amended | Flawed, str, Mapping[str, str]]:
        """New words for a picture's boxes: every field of the form is one, `box-1` and on."""
        captions = (await self.house.reach.queue.get(draft_id)).captions
        fields = await visitor.request.form()
        typed = {
            name: _typed(value)
            for number in range(len(boxes_of(captions)) + 1)
            if isinstance(value := fields.get(name := f"box-{number}"), str)
        }
        boxes = {int(name.removeprefix("box-")) - 1: text for name, text in typed.items() if name != "box-0"}
        came = await amend_boxes(request, self.house.reach, draft_id, boxes, request.seen)
        return came, await self._edited(visitor), typed

    async def take_drop(
        self, visitor: Visitor, request: Request, draft_id: int, picture: str
    ) -> tuple[Amended | Flawed, str, Mapping[str, str]]:
        """One picture goes out of an album, by its number."""
        number = _number({"picture": picture}, "picture") or 0
        came = await drop_picture(request, self.house.reach, draft_id, number - 1, request.seen)
        return came, visitor.words.notice_dropped, {}

    async def take_reason(
        self, _visitor: Visitor, request: Request, draft_id: int, reason: str
    ) -> tuple[Amended | Flawed, str, Mapping[str, str]]:
        """Why one has rejected a draft."""
        came = await give_reason(request, self.house.reach, draft_id, reason)
        return came, _visitor.own(QUEUE).reasoned, {"reason": reason}

    async def take_word(
        self, visitor: Visitor, request: Request, draft_id: int, word: str
    ) -> tuple[Amended | Flawed, str, Mapping[str, str]]:
        """A word to ban."""
        came = await ban_word(request, self.house.reach, draft_id, word)
        drafts = 0 if isinstance(came, Flawed) else len(came.redrawn)
        told = visitor.own(QUEUE).banned.format(
            word=came.word, drafts=visitor.words.count(drafts, visitor.words.drafts)
        )
        return came, told, {"word": word}

    async def _edited(self, visitor: Visitor) -> str:
        own = visitor.own(QUEUE)
        return own.edited if await self.house.reach.decide.editor_may_approve() else own.edited_for_others

    async def _flawed(
        self, visitor: Visitor, draft_id: int, field: str, came: Flawed, typed: Mapping[str, str]
    ) -> Response:
        words = visitor.words
        told = visitor.own(QUEUE).flaws[came.flaw].format(
            word=came.word,
            limit=words.count(MAX_POST[Platform.TELEGRAM], words.characters),
            reason_limit=words.count(MAX_REASON, words.characters),
        )  # fmt: skip
        status = 409 if came.flaw in (Flaw.TOO_LATE, Flaw.OUTDATED) else 422
        return await self.draft(visitor, draft_id, status=status, problem=(field, told), typed=typed)


def _shelf(fields: Mapping[str, object]) -> Shelf:
    return next((shelf for shelf in Shelf if shelf == fields.get("shelf")), Shelf.WAITING)


def _number(fields: Mapping[str, object], name: str) -> int | None:
    """A whole number that a form or an address carries; None for anything else."""
    text = fields.get(name)
    if not isinstance(text, str) or not (text.isascii() and text.isdigit()) or len(text) > len(str(_MOST_ID)):
        return None
    return int(text)


def _typed(text: str) -> str:
    """A text as people mean it: browsers send line breaks as two characters."""
    return storable(text).replace("\r\n", "\n")
