"""/top: what was liked best."""

from datetime import timedelta

from bot.chat.answer import Answer, Reach, Request

_SPANS = {
    "": timedelta(days=7),
    **dict.fromkeys(("week", "неделя", "неделю", "за неделю"), timedelta(days=7)),
    **dict.fromkeys(("month", "месяц", "за месяц"), timedelta(days=30)),
    **dict.fromkeys(("all", "всё", "все", "за всё", "за все"), None),
}
_MOST = 5
# Of each text; five of them with their numbers fit one message on both platforms.
_SHOWN_CHARS = 400


async def top(request: Request, reach: Reach) -> Answer:
    """The best of a week, a month, or as long as replies are kept. In a group, of this group."""
    words = request.words
    asked = " ".join(request.arguments.lower().split())
    if asked not in _SPANS:
        return request.reply(words.top_usage)
    span = _SPANS[asked]
    since = None if span is None else reach.clock.now() - span
    best = await reach.replies.best(request.chat, since, _MOST)
    if not best:
        return request.reply(words.top_empty)
    shown = [
        f"{place}. 👍 {reply.likes} 👎 {reply.dislikes}\n{_shortened(reply.text)}"
        for place, reply in enumerate(best, start=1)
    ]
    return request.reply("\n\n".join([words.top_title, *shown]))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARS else text[: _SHOWN_CHARS - 1].rstrip() + "…"
