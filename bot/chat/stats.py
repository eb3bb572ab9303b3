"""/stats: how things are going."""

from bot.chat.answer import Answer, Reach, Request
from bot.domain.draft import DraftState
from bot.domain.publication import PublicationState


async def stats(request: Request, reach: Reach) -> Answer:
    """Posts, drafts by state, decisions, publications."""
    drafts = await reach.queue.counts()
    publications = await reach.publications.counts()
    accepted = sum(
        drafts[state] for state in (DraftState.APPROVED, DraftState.PUBLISHING, DraftState.PUBLISHED, DraftState.UNSURE)
    )
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
            unsure=publications[PublicationState.UNSURE],
            skipped=publications[PublicationState.SKIPPED],
        )
    )
