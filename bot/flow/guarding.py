"""No text reaches a person that copies, loops or says a banned word: the writer is asked again until one passes."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

import structlog

from bot.domain.measured import Measured
from bot.errors import Misconfigured, Retryable
from bot.ports import MOST_BANNED_WORDS, Writer, WritingRequest, WrittenText
from bot.storage.banned_words import BannedWords

_log = structlog.get_logger(__name__)

# So much is asked for in one request; the writer takes half a million characters, but others wait beside us.
_MOST_CHARS_AT_ONCE = 100_000
# What is left when nothing is left: the writer answers that it is late, and when to come back.
_LEAST_TIME_S = 0.001


class Objection(StrEnum):
    """What speaks against a text."""

    COPIED = "copied"
    LOOPED = "looped"
    BANNED = "banned"
    SHORT = "short"
    LINES = "lines"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class GuardRules:
    """How much is too much. Shares are from 0 to 1; the defaults and what they mean stand in the settings."""

    candidates: int = 3
    tries: int = 5
    copied_characters: int = 60
    copied_share: float = 0.7
    looped_share: float = 0.3
    known_words: float = 0.5
    min_characters: int = 5
    max_lines: int = 40
    banned_words: tuple[str, ...] = ()
    ban_coarse: bool = True

    def objections(self, measured: Measured) -> frozenset[Objection]:
        """What speaks against a text with these figures; what could not be measured speaks against nothing."""
        copied = measured.copied_characters or 0
        known = measured.known_words
        found = {
            Objection.COPIED: copied > self.copied_characters or measured.copied_share > self.copied_share,
            Objection.LOOPED: measured.looped_share > self.looped_share,
            Objection.BANNED: bool(measured.banned),
            Objection.SHORT: measured.characters < self.min_characters,
            Objection.LINES: measured.lines > self.max_lines,
            Objection.BROKEN: known is not None and known < self.known_words,
        }
        return frozenset(objection for objection, speaks in found.items() if speaks)


# A text with no other fault than strange words is still given if nothing better came: on a small wall every text has
# some, and a moderator sees the figure. All other faults are for good.
_FORGIVABLE = frozenset({Objection.BROKEN})


class GuardedWriter:
    """The port `Writer`, over another one: of several candidates the best that passes."""

    def __init__(self, writer: Writer, rules: GuardRules, banned_words: BannedWords | None = None) -> None:
        """`banned_words` are those that moderators ban in chat; they are asked for at every request."""
        self._writer = writer
        self._rules = rules
        self._banned_words = banned_words

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        """Up to `request.count` texts; fewer when even after `tries` rounds, or in the time there is, too few passed.

        Raises as the writer does, but nothing once there is a text to give; Misconfigured for too many banned words.
        With a seed the same texts come again: further tries go on with the seeds that follow. At temperature 0 every
        text is the same one, so that no second look is taken.
        """
        rules = self._rules
        request = replace(request, banned_words=await self._banned(), ban_coarse=rules.ban_coarse)
        settled = request.temperature == 0
        candidates, tries = (1, 1) if settled else (rules.candidates, rules.tries)
        passed: list[WrittenText] = []
        spare: list[WrittenText] = []
        against: Counter[Objection] = Counter()
        written = 0
        until = None if request.within_s is None else asyncio.get_running_loop().time() + request.within_s
        for _ in range(tries):
            missing = request.count - len(passed)
            if missing == 0:
                break
            try:
                texts = await self._ask(request, missing * candidates, written, until)
            except Retryable:
                if passed or spare:
                    break
                raise
            written += len(texts)
            for group in _groups(texts, candidates):
                judged = [(text, self._objections(text)) for text in group]
                against.update(objection for _, objections in judged for objection in objections)
                good = [text for text, objections in judged if not objections]
                if good:
                    passed.append(max(good, key=_score))
                else:
                    spare += [text for text, objections in judged if objections <= _FORGIVABLE]
        spare.sort(key=_score, reverse=True)
        given = passed + spare[: request.count - len(passed)]
        if against:
            counts = {objection.value: count for objection, count in against.items()}
            _log.info("the guards refused some", asked=request.count, given=len(given), written=written, **counts)
        return given

    async def _ask(self, request: WritingRequest, count: int, before: int, until: float | None) -> list[WrittenText]:
        """`count` texts, after the `before` that this request has had already; `until` is a time of the loop."""
        texts: list[WrittenText] = []
        at_once = max(1, _MOST_CHARS_AT_ONCE // max(1, request.max_chars))
        while len(texts) < count:
            seed = None if request.seed is None else (request.seed + before + len(texts)) % 2**63
            left_s = None if until is None else max(_LEAST_TIME_S, until - asyncio.get_running_loop().time())
            part = replace(
                request,
                within_s=left_s,
                count=min(at_once, count - len(texts)),
                seed=seed,
            )
            texts += await self._writer.write(part)
        return texts

    async def _banned(self) -> tuple[str, ...]:
        """The settings' words and those of the chat. Raises Misconfigured when they are too many together."""
        if self._banned_words is None:
            return self._rules.banned_words
        words = tuple(dict.fromkeys((*self._rules.banned_words, *await self._banned_words.all())))
        if len(words) > MOST_BANNED_WORDS:
            raise Misconfigured(
                f"{len(words)} words are banned by the settings and in chat, the most is {MOST_BANNED_WORDS}: "
                "take some out of writing.banned_words"
            )
        return words

    def _objections(self, text: WrittenText) -> frozenset[Objection]:
        return frozenset() if text.measured is None else self._rules.objections(text.measured)


def _score(text: WrittenText) -> int:
    return 0 if text.measured is None else text.measured.score(ended_by_itself=text.ended_by_itself)


def _groups(texts: Iterable[WrittenText], size: int) -> Iterator[list[WrittenText]]:
    rest = iter(texts)
    while group := list(islice(rest, size)):
        yield group
