"""What the bot is at: posts read, drafts in the queue, what went out and what is stuck."""

from collections.abc import AsyncIterator
from datetime import timedelta

from bot.app import SystemClock
from bot.doctor.case import Case
from bot.doctor.finding import Ailment, Finding, Level, Soundness
from bot.domain.chore import Chore, Outcome
from bot.domain.draft import DraftState
from bot.domain.place import post_link
from bot.domain.publication import PublicationState
from bot.flow.silence import Silence
from bot.storage.chores import Chores
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.posts import Posts
from bot.storage.publications import Publications
from bot.storage.queue import Queue
from bot.storage.slots import Slots

AREA = "work"

# A wall that is read every night is younger; half a month is a reading that somebody forgot.
_SCRAPE_OLD = timedelta(days=14)
# A pass of a wall of 20,000 posts takes a minute or two.
_SCRAPE_HANGS = timedelta(hours=6)
# Longer than the longest pause between two tries (`bot.flow.sending`).
_WAITS_LONG = timedelta(minutes=20)
_NOTHING_SENT = timedelta(days=7)

STORED = Soundness(AREA, "posts-stored", "posts that are stored: {posts}")
SCRAPED = Soundness(AREA, "scraped", "the last reading of {source} was {age} ago")
CHORE_DONE = Soundness(AREA, "chore-done", "{what} by the clock was last done {age} ago")
CHORE_SPARED = Soundness(AREA, "chore-spared", "{what} by the clock was left out {age} ago: {problem}")
WAITING = Soundness(
    AREA, "queue-filled", "drafts that wait for a decision: {pending}, approved ones that wait for a slot: {approved}"
)
SENT = Soundness(AREA, "published", "the last post went out {age} ago: {where}")
NO_POSTS = Ailment(AREA, "no-posts", Level.BROKEN, "no posts are stored: there is nothing to learn from", "{verb}")
NEVER_SCRAPED = Ailment(AREA, "never-scraped", Level.NOTE, "the VK wall was never read", "wallflower scrape")
SCRAPE_STOPPED = Ailment(
    AREA, "scrape-stopped", Level.WARNING, "the reading of {source} stopped {age} ago at post {offset} of {total}",
    "wallflower scrape (it goes on there)",
)  # fmt: skip
SCRAPE_OLD = Ailment(
    AREA, "scrape-old", Level.WARNING, "the last reading of {source} was {age} ago", "wallflower scrape"
)
NO_SLOTS = Ailment(
    AREA, "no-slots", Level.NOTE, "there are no slots: nothing goes out by itself",
    "/schedule add in chat (`/schedule` shows how)",
)  # fmt: skip
PAUSED = Ailment(AREA, "paused", Level.NOTE, "an admin has paused publishing until {until}", "/resume in chat")
QUEUE_EMPTY = Ailment(
    AREA, "queue-empty", Level.WARNING, "no draft waits, for a decision or a slot",
    "see that `wallflower run` is running, and what its log says of the writer",
)  # fmt: skip
UNSURE = Ailment(
    AREA, "publication-unsure", Level.WARNING,
    "of {count} publications nobody knows whether they arrived, last at {place}",
    "look there, then press the button of the notice in chat",
)  # fmt: skip
HANDED_OVER = Ailment(
    AREA, "publication-by-hand", Level.NOTE, "{count} posts wait for a person to post them, last for {place}",
    "post it, then press the button of the notice in chat",
)  # fmt: skip
PLACE_WAITS = Ailment(
    AREA, "place-waits", Level.WARNING, "a post for {place} has waited for {age}: {problem}",
    "mend what it names; it is sent then by itself",
)  # fmt: skip
LAST_FAILED = Ailment(
    AREA, "publication-failed", Level.WARNING, "the last publication, at {place}, failed: {problem}",
    "mend what it names; the draft is approved again",
)  # fmt: skip
NOTHING_SENT = Ailment(
    AREA, "nothing-published", Level.WARNING, "nothing was published for {age}, though there are slots",
    "approve drafts in /queue, and see that `wallflower run` is running",
)  # fmt: skip


CHORE_FAILED = Ailment(
    AREA, "chore-failed", Level.WARNING, "{what} by the clock failed {age} ago: {problem}",
    "mend what it names; it is tried again at its next time, or at once by `{verb}`",
)  # fmt: skip
_CHORES = {
    Chore.READ: ("reading the wall", "wallflower scrape"),
    Chore.TRAIN: ("training", "wallflower train"),
}


async def examine(case: Case, database: Database) -> list[Finding]:
    """Of a database with this version's tables. Raises Retryable."""
    found = [finding async for finding in _reading(case, database)]
    has_slots = bool(await Slots(database).enabled())
    if not has_slots:
        found.append(NO_SLOTS.found())
    until = await Silence(Community(database), SystemClock(), None, case.settings.community.zone).paused_until()
    if until is not None:
        found.append(PAUSED.found(until=until))
    found.extend(await _queue(case, Queue(database)))
    found.extend(await _chores(case, Chores(database)))
    return [*found, *[finding async for finding in _publications(case, Publications(database), has_slots=has_slots)]]


async def _reading(case: Case, database: Database) -> AsyncIterator[Finding]:
    posts, now = Posts(database), case.surroundings.now()
    stored = await posts.count()
    reads_vk = case.settings.vk.enabled
    if not stored:
        yield NO_POSTS.found(verb="wallflower scrape" if reads_vk else "wallflower import FILE")
        return
    yield STORED.found(posts=stored)
    passes = await posts.passes()
    if not passes and reads_vk:
        yield NEVER_SCRAPED.found()
    for one in passes[:1]:
        if one.finished_at is None and now - one.started_at > _SCRAPE_HANGS:
            age = now - one.started_at
            yield SCRAPE_STOPPED.found(source=one.source, age=age, offset=one.next_offset, total=one.total)
        elif one.finished_at is not None and now - one.finished_at > _SCRAPE_OLD:
            yield SCRAPE_OLD.found(source=one.source, age=now - one.finished_at)
        elif one.finished_at is not None:
            yield SCRAPED.found(source=one.source, age=now - one.finished_at)


async def _chores(case: Case, chores: Chores) -> list[Finding]:
    found, now = [], case.surroundings.now()
    for chore, last in (await chores.last_times()).items():
        if chore in _CHORES:
            what, verb = _CHORES[chore]
            age = now - last.ended_at
            if last.outcome is Outcome.FAILED:
                found.append(CHORE_FAILED.found(what=what, age=age, problem=last.details, verb=verb))
            elif last.outcome is Outcome.SPARED:
                found.append(CHORE_SPARED.found(what=what, age=age, problem=last.details))
            else:
                found.append(CHORE_DONE.found(what=what, age=age))
    return found


async def _queue(case: Case, queue: Queue) -> list[Finding]:
    counts = await queue.counts()
    pending, approved = counts[DraftState.PENDING], counts[DraftState.APPROVED]
    if not pending and not approved and case.settings.queue.keep:
        return [QUEUE_EMPTY.found()]
    return [WAITING.found(pending=pending, approved=approved)]


async def _publications(case: Case, publications: Publications, *, has_slots: bool) -> AsyncIterator[Finding]:
    now, counts = case.surroundings.now(), await publications.counts()
    for ailment, state in ((UNSURE, PublicationState.UNSURE), (HANDED_OVER, PublicationState.HANDED_OVER)):
        if counts[state]:
            (newest,) = await publications.newest(1, state)
            yield ailment.found(count=counts[state], place=newest.place)
    waiting = [one for one, _ in await publications.overdue(now - _WAITS_LONG) if one.problem]
    for one in {one.place: one for one in waiting}.values():
        yield PLACE_WAITS.found(place=one.place, age=now - one.due_at, problem=one.problem)
    sent, failed = [
        await publications.newest(1, state) for state in (PublicationState.PUBLISHED, PublicationState.FAILED)
    ]
    if failed and (not sent or failed[0].due_at > sent[0].due_at):
        yield LAST_FAILED.found(place=failed[0].place, problem=failed[0].problem or "nobody wrote down why")
    last = sent[0].published_at if sent else None
    if last is not None and sent[0].remote_id:
        where = post_link(sent[0].place, sent[0].remote_id) or str(sent[0].place)
        yield SENT.found(age=now - last, where=where)
    if last is not None and has_slots and now - last > _NOTHING_SENT:
        yield NOTHING_SENT.found(age=now - last)
