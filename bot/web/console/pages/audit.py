"""The audit log: who did what, page by page; whether its chain is whole; all of it as a file for owners."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response, StreamingResponse

from bot.chat.words import Words
from bot.domain.audit import BEFORE_THE_FIRST, THE_BOT, Break, Entry
from bot.domain.draft import DraftState
from bot.domain.member import Role
from bot.storage.audit import AuditLog
from bot.web.console.gate import acts, admits
from bot.web.console.house import House
from bot.web.console.leafing import Leafing, page_number
from bot.web.console.visitor import Visitor
from bot.web.console.words.audit import AUDIT, AuditWords
from bot.web.console.words.leafing import LEAFING

_PATH = "/console/audit"
_A_PAGE = 50
# Longer ones are no actor's or action's name; NUL no database takes.
_MOST_NAME = 60
# Of an entry that somebody has forged: a page has to stay a page.
_MOST_SHOWN = 300
# What an entry tells in the words of an error.
_REASONS = ("details", "problem")


@dataclass(frozen=True, slots=True)
class _Checked:
    """What a check of the whole log came to."""

    at: datetime
    last: Entry | None
    broken: Break | None


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry as people read it; `at` is a text where no instant stands in the log."""

    number: int
    at: datetime | str
    actor: str
    actor_shown: str
    did: str
    object: str
    details: tuple[tuple[str, str], ...]


def routes(house: House) -> APIRouter:
    """Its routes."""
    router = APIRouter()
    log = house.reach.audit_log
    # What the last check in this process came to: reading everything is nothing for each look at the page.
    checked: list[_Checked] = []

    @router.get(_PATH)
    async def audit(
        visitor: Annotated[Visitor, admits("/audit")], page: str = "1", actor: str = "", action: str = ""
    ) -> Response:
        own, asked = visitor.own(AUDIT), page_number(page)
        by, did = _name(actor), _name(action)
        entries, total = await log.page(asked, _A_PAGE, actor=by, action=did)
        return visitor.page(
            "audit.html",
            own=own,
            leaf_words=visitor.own(LEAFING),
            lines=[_line(entry, own, visitor.words) for entry in entries],
            total=total,
            leafing=Leafing(_PATH, {"actor": by, "action": did}, asked, total, _A_PAGE),
            actor=by,
            action=did,
            actions=[(one, own.actions.get(one, one)) for one in await log.actions()],
            checked=checked[-1] if checked else None,
            nothing=BEFORE_THE_FIRST,
        )

    @router.post(f"{_PATH}/check")
    async def check(visitor: Annotated[Visitor, acts("/audit")], head: Annotated[str, Form()] = "") -> Response:
        own, kept = visitor.own(AUDIT), head.strip().lower()[:_MOST_SHOWN].replace("\0", "")
        last, broken = await log.verify()
        checked[:] = [_Checked(house.reach.clock.now(), last, broken)]
        told = own.checked_now
        if kept:
            told = own.head_held if kept == BEFORE_THE_FIRST or await log.holds(kept) else own.head_lost
        return visitor.back(_PATH, told)

    @router.get(f"{_PATH}/log.jsonl")
    async def download(_visitor: Annotated[Visitor, admits("console audit file")]) -> Response:
        headers = {"Content-Disposition": 'attachment; filename="audit.jsonl"'}
        return StreamingResponse(_lines(log), media_type="application/jsonl", headers=headers)

    return router


async def _lines(log: AuditLog) -> AsyncIterator[str]:
    """Each entry as it is stored, hashes and all, so that another program can check the chain."""
    lines: list[str] = []
    async for entry in log.all():
        lines.append(json.dumps(asdict(entry)) + "\n")
        if len(lines) == _A_PAGE:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def _name(text: str) -> str:
    found = text.strip().replace("\0", "")
    return found if len(found) <= _MOST_NAME else found[:_MOST_NAME]


def _line(entry: Entry, own: AuditWords, words: Words) -> _Line:
    return _Line(
        entry.sequence,
        _at(entry.at),
        entry.actor,
        _actor(entry.actor, own),
        own.actions.get(entry.action, entry.action[:_MOST_SHOWN]),
        _object(entry, own),
        _details(entry, own, words),
    )


def _at(text: str) -> datetime | str:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text[:_MOST_SHOWN]
    return text[:_MOST_SHOWN] if at.tzinfo is None else at


def _actor(actor: str, own: AuditWords) -> str:
    kind, _, number = actor.partition(":")
    if actor == THE_BOT:
        return own.the_bot
    if number and kind in ("terminal", "author"):
        return {"terminal": own.terminal, "author": own.author}[kind].format(number=number[:_MOST_SHOWN])
    return actor[:_MOST_SHOWN]


def _object(entry: Entry, own: AuditWords) -> str:
    kind, _, number = entry.object.partition(":")
    known = own.objects.get(kind)
    return entry.object[:_MOST_SHOWN] if known is None else known.format(number=number[:_MOST_SHOWN])


def _details(entry: Entry, own: AuditWords, words: Words) -> tuple[tuple[str, str], ...]:
    """What the entry tells more, by name; what is no JSON object is shown as it stands."""
    try:
        plain = json.loads(entry.details)
    except (ValueError, RecursionError):
        plain = None
    if not isinstance(plain, dict):
        return (("", entry.details[:_MOST_SHOWN]),)
    return tuple(
        (own.names.get(name, name)[:_MOST_SHOWN], _value(entry.action, name, value, own, words)[:_MOST_SHOWN])
        # They are stored by the alphabet, and so what was before comes after.
        for name, value in sorted(plain.items(), key=lambda one: one[0] == "after")
        if value not in (None, "")
    )


def _value(action: str, name: str, value: object, own: AuditWords, words: Words) -> str:
    text = str(value)
    if action == "role.change" and text.upper() in Role.__members__:
        return words.role_names[Role[text.upper()]]
    if action.startswith("draft.") and name == "state" and text in {state.value for state in DraftState}:
        return words.states[DraftState(text)]
    if name in _REASONS:
        return words.why(text)
    return own.values.get(text, text)
