"""Server-sent events of the queue: what has changed, for pages that are open. Ends with the session or the role."""

import json
from collections.abc import AsyncIterator, Mapping

from starlette.responses import Response, StreamingResponse

from bot.chat.rights import LEAST_ROLE
from bot.domain.draft import DraftState
from bot.web.console.lookout import Full, Lookout
from bot.web.console.reception import reception_of
from bot.web.console.refusals import Invalid, NotServed, TooMany
from bot.web.console.visitor import Visitor

# Proxies close what says nothing for a minute; and so long a session that has ended may go on at most.
_HEARTBEAT_S = 15.0
# More are told in one sentence.
_MOST_SAID = 3
_FULL_WAIT_S = 60

_MIME = "text/event-stream"


def stream(lookout: Lookout, visitor: Visitor, right: str, heartbeat_s: float = _HEARTBEAT_S) -> Response:
    """What changes from now on, for somebody whose role reaches `right`, as long as it does.

    Raises Invalid for what is no listener, which would wait for an end that does not come.
    """
    if _MIME not in visitor.request.headers.get("accept", ""):
        raise Invalid
    if not lookout.has_room_for(visitor.address):
        # A listener takes this as "not again"; the page says that it isn't fresh.
        raise TooMany(_FULL_WAIT_S)
    headers = {"X-Accel-Buffering": "no"}
    return StreamingResponse(_told(lookout, visitor, right, heartbeat_s), media_type=_MIME, headers=headers)


async def _told(lookout: Lookout, visitor: Visitor, right: str, heartbeat_s: float) -> AsyncIterator[str]:
    try:
        async with lookout.listen(visitor.address) as ear:
            yield "retry: 3000\n: here\n\n"
            while True:
                changes = await ear.next(heartbeat_s)
                if ear.is_over or not await _may_go_on(visitor, right):
                    return
                yield _event(visitor, changes) if changes else ": still here\n\n"
    except Full:
        return


async def _may_go_on(visitor: Visitor, right: str) -> bool:
    try:
        present = await reception_of(visitor.request).visitor(visitor.request)
    except NotServed:
        return False
    return present.role >= LEAST_ROLE[right]


def _event(visitor: Visitor, changes: Mapping[int, DraftState]) -> str:
    words = visitor.words
    told = [words.notice_state.format(id=draft_id, state=words.states[state]) for draft_id, state in changes.items()]
    data = {"drafts": list(changes), "said": told[:_MOST_SAID], "more": max(0, len(told) - _MOST_SAID)}
    return f"event: changed\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
