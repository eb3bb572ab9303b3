"""What moderators write about a draft, in answer to a question or into a form: a text, boxes' words, a reason, a word.

Judged here, worded where it was asked for: chat and console tell the same mistakes in their own ways.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from bot.chat.answer import Reach, Request
from bot.domain.caption import with_boxes
from bot.domain.draft import DraftState
from bot.domain.votes import OutdatedText
from bot.errors import IllegalMove, Refused
from bot.flow.banning import BannedText
from bot.flow.painting import painted

# What empties a box in chat, where a message without text can't be sent.
_DASHES = frozenset({"-", "–", "—"})


class Flaw(Enum):
    """What kept a writing from being taken."""

    TOO_LATE = auto()  # the draft is decided
    OUTDATED = auto()  # somebody gave the draft another text meanwhile
    BANNED = auto()  # the text holds a banned word
    UNPUBLISHABLE = auto()  # empty, or too long for a post
    NO_WORDS = auto()  # no word would be left on the picture
    UNPAINTABLE = auto()  # the picture can't be drawn with these words
    TOO_LONG = auto()  # a reason of no or too many characters
    UNUSABLE = auto()  # a word that can't be banned


@dataclass(frozen=True, slots=True)
class Flawed:
    """`word` is the banned one that was found."""

    flaw: Flaw
    word: str = ""


@dataclass(frozen=True, slots=True)
class Amended:
    """`redrawn` are the drafts whose cards have changed, `word` in its plain form what is banned now."""

    redrawn: tuple[int, ...]
    word: str = ""


async def amend_text(request: Request, reach: Reach, draft_id: int, text: str, seen: int | None) -> Amended | Flawed:
    """Give a draft a new text. `seen` is the revision that it is to take the place of; None: whichever there is."""
    try:
        await reach.decide.edit(draft_id, request.sender, text, seen)
    except OutdatedText:
        return Flawed(Flaw.OUTDATED)
    except IllegalMove:
        return Flawed(Flaw.TOO_LATE)
    except BannedText as error:
        return Flawed(Flaw.BANNED, error.word)
    except Refused:
        return Flawed(Flaw.UNPUBLISHABLE)
    return Amended((draft_id,))


async def amend_boxes(
    request: Request, reach: Reach, draft_id: int, boxes: Mapping[int, str], seen: int | None
) -> Amended | Flawed:
    """Give boxes of a draft's pictures, counted through, new words, if they can be drawn; a dash empties one."""
    draft = await reach.queue.get(draft_id)
    if draft.state is not DraftState.PENDING or not draft.captions:
        return Flawed(Flaw.TOO_LATE)
    wanted = {box: "" if text.strip() in _DASHES else text.strip() for box, text in boxes.items()}
    try:
        changed = with_boxes(draft.captions, wanted)
    except IndexError:
        # What was seen had more boxes.
        return Flawed(Flaw.OUTDATED)
    if not all(caption.text for caption in changed):
        return Flawed(Flaw.NO_WORDS)
    try:
        for old, new in zip(draft.captions, changed, strict=True):
            if old != new:
                await painted(reach.painter, new)
        await reach.decide.edit_caption(draft_id, request.sender, wanted, seen)
    except OutdatedText:
        return Flawed(Flaw.OUTDATED)
    except IllegalMove:
        return Flawed(Flaw.TOO_LATE)
    except BannedText as error:
        return Flawed(Flaw.BANNED, error.word)
    except Refused:
        return Flawed(Flaw.UNPAINTABLE)
    return Amended((draft_id,))


async def drop_picture(
    request: Request, reach: Reach, draft_id: int, picture: int, seen: int | None
) -> Amended | Flawed:
    """Take one picture, by its index, out of an album; at least one stays.

    Who was asked for a box of it is not any more: the boxes are counted anew.
    """
    try:
        await reach.decide.drop(draft_id, request.sender, picture, seen)
    except OutdatedText:
        return Flawed(Flaw.OUTDATED)
    except IllegalMove:
        return Flawed(Flaw.TOO_LATE)
    except Refused:
        # What was seen had more pictures.
        return Flawed(Flaw.OUTDATED)
    await reach.questions.forget_boxes(draft_id)
    return Amended((draft_id,))


async def give_reason(request: Request, reach: Reach, draft_id: int, reason: str) -> Amended | Flawed:
    """Say why one has rejected a draft."""
    try:
        await reach.decide.explain(draft_id, request.sender, reason)
    except IllegalMove:
        return Flawed(Flaw.TOO_LATE)
    except Refused:
        return Flawed(Flaw.TOO_LONG)
    return Amended((draft_id,))


async def ban_word(request: Request, reach: Reach, draft_id: int | None, entry: str) -> Amended | Flawed:
    """Ban a word; the draft that it was found in, if there is one, and all others that hold it, are rejected."""
    try:
        word, rejected = await reach.decide.ban(draft_id, request.sender, entry)
    except Refused:
        return Flawed(Flaw.UNUSABLE)
    return Amended(tuple(draft.id for draft in rejected), word)
