"""What an admin says of a post that they were given to publish by hand."""

from datetime import timedelta

from bot.chat.answer import Answer, Reach, Request
from bot.errors import IllegalMove, Refused

REMINDED_AFTER = timedelta(hours=1)


async def posted(request: Request, reach: Reach, publication_id: int) -> Answer:
    """The admin has posted it."""
    try:
        publication = await reach.publications.get(publication_id)
        await reach.publish.resolve(publication_id, is_there=True, by=request.signed(reach))
    except Refused:
        return Answer(notice=request.words.notice_no_publication)
    except IllegalMove:
        return _settled(request, publication_id)
    redrawn = () if publication.draft_id is None else (publication.draft_id,)
    return Answer(notice=request.words.notice_posted, redrawn=redrawn, settled=(publication_id,))


async def not_yet(request: Request, reach: Reach, publication_id: int) -> Answer:
    """The admin wants to be asked again later."""
    try:
        await reach.publish.remind(publication_id, REMINDED_AFTER, request.signed(reach))
    except Refused:
        return Answer(notice=request.words.notice_no_publication)
    except IllegalMove:
        return _settled(request, publication_id)
    words = request.words
    return Answer(notice=words.notice_not_yet.format(wait=words.duration(REMINDED_AFTER)), settled=(publication_id,))


def _settled(request: Request, publication_id: int) -> Answer:
    return Answer(notice=request.words.notice_settled, settled=(publication_id,))
