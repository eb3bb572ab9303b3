"""What came of forgetting somebody, and what is stored of somebody. Knows no name: a person is a hash here."""

from dataclasses import dataclass
from datetime import datetime

# What stands where a text with forgotten phrases was; the guards let no draft be so short.
BLANKED = "…"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed, in numbers. `published` are drafts that went out and hold a phrase of the forgotten posts.

    `person_hash` is who; `drafts` those that waited and are rejected now. `is_news` is False where nothing was left to
    remove and the person had said no before.
    """

    person_hash: str
    posts: int
    drafts: tuple[int, ...]
    published: tuple[int, ...]
    traces: int
    is_news: bool


@dataclass(frozen=True, slots=True)
class OptOut:
    """Somebody who said no. `phrases` of theirs can still be recognised; `to_take_down` are drafts that went out."""

    person_hash: str
    opted_out_at: datetime
    posts: int
    phrases: int
    to_take_down: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """How much is kept of one person. `opted_out_at` is None for whoever did not say no.

    `traces` is what the bot keeps of their talk with it: requests, open questions, likes, the language of their chat.
    `deeds` are decisions and other acts of office.
    """

    posts: int
    first_post: datetime | None
    last_post: datetime | None
    traces: int
    deeds: int
    role: str | None
    opted_out_at: datetime | None
