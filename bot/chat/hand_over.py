"""What an admin says of a post that they were given to publish by hand."""

from datetime import timedelta

from bot.chat.answer import Answer, Reach, Request
from bot.chat.publishing import resolved
from bot.errors import IllegalMove, Refused

REMINDED_AFTER = timedelta(hours=1)


async def posted(request: Request, reach: Reach, publication_id: int) -> Answer:
    """The admin has posted it."""
    return await resolved(request, reach, publication_id, is_there=True, notice=request.words.notice_posted)


async def not_yet(request: Request, reach: Reach, publication_id: int) -> Answer:
    """The admin wants to be asked again later."""
    try:
        await reach.publish.remind(publication_id, REMINDED_AFTER, request.signed(reach))
    except Refused:
        return Answer(notice=request.words.notice_no_publication)
    except IllegalMove:
        return Answer(notice=request.words.notice_settled, settled=(publication_id,))
    words = request.words
    return Answer(notice=words.notice_not_yet.format(wait=words.duration(REMINDED_AFTER)), settled=(publication_id,))
