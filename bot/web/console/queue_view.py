"""What the queue's pages show of drafts: the chat's cards, laid out for a page. Asks the database, changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.chat.action import Verb
from bot.chat.answer import Reach
from bot.chat.card_face import card_lines, label, open_verbs
from bot.chat.cards import circumstances_of, templates_of
from bot.chat.rights import LEAST_ROLE
from bot.chat.word_diff import Change, changes
from bot.chat.words import Words
from bot.domain.caption import boxes_of
from bot.domain.draft import Decision, Draft, Verdict
from bot.domain.member import Role
from bot.domain.place import post_link
from bot.domain.publication import Publication, PublicationState
from bot.domain.votes import revision

# Characters of a text on a page of several; the draft's own page has all of it.
_MOST_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A draft as a card. `lines` are what the chat's card says below the text, `verbs` what this person may do to it.

    `mark` changes with everything that the card shows. `text` ends early where `is_cut`. `pictures` are the words of
    each picture; none for a text, and where one can't be drawn any more.
    """

    draft: Draft
    text: str
    is_cut: bool
    age: str
    lines: Sequence[str]
    verbs: Sequence[Verb]
    seen: int
    mark: str
    pictures: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """One line of a draft's history; `boxes` are changes of a picture's words, box by box, with the box's number."""

    decision: Decision
    changes: Sequence[Change] = ()
    boxes: Sequence[tuple[int, str, str]] = ()


@dataclass(frozen=True, slots=True)
class ShownPublication:
    """One publication of a draft, with its address, and what an admin can say about it."""

    publication: Publication
    link: str | None
    verbs: Sequence[Verb]


async def shown_cards(reach: Reach, words: Words, role: Role, drafts: Sequence[Draft]) -> list[ShownCard]:
    """Cards for somebody with this role."""
    decisions = await reach.queue.decisions_of([draft.id for draft in drafts])
    needs = await reach.decide.needs()
    cards: list[ShownCard] = []
    for draft in drafts:
        now = await circumstances_of(reach, draft, needs)
        now = replace(now, templates=templates_of(reach, draft))
        of_it = decisions[draft.id]
        verbs = [
            verb for row in open_verbs(draft, of_it, now) for verb in row if role >= LEAST_ROLE[verb]
        ]  # fmt: skip
        cards.append(
            ShownCard(
                draft=draft,
                text=draft.text[:_MOST_SHOWN],
                is_cut=len(draft.text) > _MOST_SHOWN,
                age=words.duration(reach.clock.now() - draft.created_at),
                lines=card_lines(words, draft, of_it, now),
                verbs=verbs,
                seen=revision(of_it),
                mark=f"{draft.state}-{draft.approvals}-{len(of_it)}-{now.may_cancel:d}",
                pictures=tuple(caption.text for caption in draft.captions) if all(now.templates) else (),
            )
        )
    return cards


def labels(words: Words, verbs: Sequence[Verb]) -> dict[Verb, str]:
    """What stands on the buttons."""
    return {verb: label(words, verb) for verb in verbs}


def shown_decision(decision: Decision) -> ShownDecision:
    """What a decision did, with what an edit changed."""
    if decision.verdict is not Verdict.EDIT:
        return ShownDecision(decision)
    before, after = decision.captions_before, decision.captions_after
    if before and len(before) == len(after):
        pairs = enumerate(zip(boxes_of(before), boxes_of(after), strict=False), start=1)
        return ShownDecision(decision, boxes=[(number, old, new) for number, (old, new) in pairs if old != new])
    return ShownDecision(decision, changes(decision.text_before or "", decision.text_after or ""))


def shown_publication(publication: Publication) -> ShownPublication:
    """A publication, with the verbs that have a meaning in its state."""
    verbs = {
        PublicationState.UNSURE: (Verb.THERE, Verb.AGAIN),
        PublicationState.HANDED_OVER: (Verb.POSTED, Verb.NOT_YET),
    }.get(publication.state, ())
    waits = publication.state is PublicationState.DUE and publication.lease_until is not None
    link = None if publication.remote_id is None else post_link(publication.place, publication.remote_id)
    return ShownPublication(publication, link, (Verb.RETRY,) if waits else verbs)
