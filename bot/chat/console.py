"""/console: a link that logs the person in to the console, once."""

from datetime import timedelta

from bot.chat.answer import Answer, Reach, Request
from bot.storage.logins import LINK_LASTS


async def console(request: Request, reach: Reach) -> Answer:
    """Send the link, in private alone: whoever opens it is logged in as the person who asked."""
    words = request.words
    if not request.is_private:
        return request.reply(words.console_elsewhere)
    url = reach.habits.console_url
    if not url:
        return request.reply(words.console_nowhere)
    token = await reach.logins.make_link(request.sender, reach.clock.now())
    minutes = words.count(LINK_LASTS // timedelta(minutes=1), words.minutes)
    return request.reply(words.console_link.format(address=f"{url}/console/login/link/{token}", minutes=minutes))
