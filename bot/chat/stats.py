"""/stats: how things are going."""

from bot.chat.answer import Answer, Reach, Request
from bot.domain.draft import DraftState
from bot.domain.publication import PublicationState

_ACCEPTED = (
    DraftState.APPROVED,
    DraftState.PUBLISHING,
    DraftState.PUBLISHED,
    DraftState.UNSURE,
    DraftState.TAKEN_DOWN,
)


async def stats(request: Request, reach: Reach) -> Answer:
    """Posts, drafts by state, decisions, publications."""
    drafts = await reach.queue.counts()
    publications = await reach.publications.counts()
    accepted = sum(drafts[state] for state in _ACCEPTED)
    decided = accepted + drafts[DraftState.REJECTED]
    return request.reply(
        request.words.stats.format(
            posts=await reach.posts.count(),
            pending=drafts[DraftState.PENDING],
            approved=drafts[DraftState.APPROVED],
            rejected=drafts[DraftState.REJECTED],
            decided=decided,
            share=round(100 * accepted / decided) if decided else 0,
            published=publications[PublicationState.PUBLISHED],
            under_way=publications[PublicationState.DUE] + publications[PublicationState.SENDING],
            unsure=publications[PublicationState.UNSURE],
            handed_over=publications[PublicationState.HANDED_OVER],
            failed=publications[PublicationState.FAILED],
            refused=publications[PublicationState.REFUSED],
            skipped=publications[PublicationState.SKIPPED],
        )
    )
