"""Inline mode: somebody types `@bot words` in any chat and chooses one of three texts, or of three pictures.

Telegram fetches pictures by itself, from an address that is open to the world. Where the bot has none, who names a
template is led to the private chat.

There is a query for nearly every keystroke, and each is worth nothing once the next has come or ten seconds are over.
So none is stored: of each person only the last is answered, once the typing has paused.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import structlog

from bot.chat.answer import Reach
from bot.chat.command import storable
from bot.chat.lanes import Lanes
from bot.chat.language import Languages
from bot.chat.members import MAX_PRIME
from bot.chat.meme_wish import PictureWish, read_wish
from bot.chat.memes import filled
from bot.chat.start import FOR_PICTURE, FROM_INLINE
from bot.chat.words import Words
from bot.domain.caption import Caption
from bot.domain.limits import Kind
from bot.domain.member import Address, Role
from bot.domain.message import InlineQuery, Offer, OfferedPicture
from bot.domain.template import Template
from bot.errors import Misconfigured, Refused, Retryable, WallflowerError
from bot.ports import Inline

# As long as a person who types pauses when they are done.
_PAUSE_S = 0.5
# Telegram takes no answer after ten seconds; the pause and the way are in it, too.
_WITHIN_S = 7.0
_TEXTS, _PICTURES = 3, 3
# The same words get other texts when they are typed again later. Refusals are shown for as short as can be.
_KEPT_S = 10
_AT_ONCE = 32
# People who are waited for at a time; whoever comes beyond gets nothing and types on.
_MOST_PEOPLE = 200

_log = structlog.get_logger()


class InlineDesk:
    """Takes queries without ever making the poll wait, and answers what is still wanted."""

    def __init__(
        self,
        reach: Reach,
        languages: Languages,
        inline: Inline,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        *,
        offered: Callable[[Caption], OfferedPicture] | None = None,
    ) -> None:
        """`sleep` takes seconds; `offered` says where the world sees a caption's picture, if it does."""
        self._reach = reach
        self._languages = languages
        self._inline = inline
        self._sleep = sleep
        self._offered = offered
        self._last: dict[Address, InlineQuery] = {}
        self._coming: set[asyncio.Task[bool]] = set()
        self._lanes = Lanes(_AT_ONCE, _MOST_PEOPLE)

    def receive(self, query: InlineQuery) -> None:
        """Answer this query unless another of the same person comes soon."""
        is_typing = query.sender in self._last
        if not is_typing and len(self._last) >= _MOST_PEOPLE:
            _log.debug("inline query dropped: too many people are typing")
            return
        self._last[query.sender] = query
        if not is_typing:
            # There is room: `_last` is no longer than what the lanes take, so that this does not wait.
            task = asyncio.create_task(self._lanes.put(query.sender, partial(self._answer_last, query.sender)))
            self._coming.add(task)
            task.add_done_callback(self._coming.discard)

    async def idle(self) -> None:
        """Wait until all who typed are answered."""
        while self._coming:
            await asyncio.wait(self._coming)
        await self._lanes.idle()

    async def close(self, timeout_s: float) -> None:
        """Stop; what is under way is given `timeout_s` to end."""
        await self._lanes.close(timeout_s)

    async def _answer_last(self, person: Address) -> None:
        query: InlineQuery | None = None
        try:
            while query is not self._last[person]:
                query = self._last[person]
                await self._sleep(_PAUSE_S)
        finally:
            del self._last[person]
        try:
            offer = await self.offer(query)
            if offer is not None:
                await self._inline.answer_inline(query, offer)
        except WallflowerError as error:
            _log.warning("inline query not answered", sender=str(person), kind=type(error).__name__, problem=str(error))
        except Exception:  # noqa: BLE001 - the root of an inline query
            _log.exception("an inline query could not be answered", sender=str(person))

    async def offer(self, query: InlineQuery) -> Offer | None:
        """What the person may choose from, or a note why there is nothing; None for somebody who is banned."""
        reach, person = self._reach, query.sender
        visit = await reach.visits.of(person, person)
        if visit.role is Role.BANNED:
            return None
        words = self._languages.chosen(visit.language, is_private=True, client_language=query.language)
        prime = storable(query.text).strip()
        if len(prime) > MAX_PRIME:
            return Offer(note=words.inline_refuses, start=FROM_INLINE)
        refusal = await reach.requests.take([(person, Kind.MEME)], reach.clock.now(), is_told_of=False)
        if refusal is not None:
            return Offer(note=words.inline_wait.format(wait=words.duration(refusal.wait)), start=FROM_INLINE)
        try:
            return await self._made(prime, words)
        except Retryable as error:
            wait = words.duration(timedelta(seconds=error.retry_after_s))
            return Offer(note=words.inline_busy.format(wait=wait), start=FROM_INLINE)
        except Misconfigured:
            return Offer(note=words.inline_absent, start=FROM_INLINE)
        except Refused:
            return Offer(note=words.inline_refuses, start=FROM_INLINE)

    async def _made(self, prime: str, words: Words) -> Offer:
        """Raises as the writer does, and Refused for words that can't go on a picture."""
        wish = read_wish(prime, self._reach.painter)
        if not isinstance(wish, PictureWish) or not prime:
            return await self._texts(prime, words)
        template = wish.template or self._reach.captioning.for_title(wish.title)
        # Telegram takes photos by an address, and what moves is none.
        if self._offered is not None and template is not None and not template.is_animated:
            return await self._pictures(template, wish, self._offered, words)
        if wish.template is None:
            return await self._texts(prime, words)
        note = words.inline_picture.format(template=wish.template.title(words.code))
        is_only_named = not wish.title and not wish.own
        # A name may also be the first word of a text.
        offer = await self._texts(prime, words) if is_only_named else Offer()
        return replace(offer, note=note, start=f"{FOR_PICTURE}{wish.template.name}")

    async def _pictures(
        self, template: Template, wish: PictureWish, offered: Callable[[Caption], OfferedPicture], words: Words
    ) -> Offer:
        reach = self._reach
        if len(wish.own) > len(template.boxes):
            return _nothing(words)
        if wish.own:
            captions = [filled(template, wish.own)]
            await reach.banning.check_members_words(captions[0].text)
        else:
            found = await reach.captioning.write(template, wish.title, _PICTURES, within_s=_WITHIN_S)
            captions = [one.caption for one in found]
        pictures = tuple(map(offered, captions))
        return Offer(pictures=pictures, kept_s=_KEPT_S) if pictures else _nothing(words)

    async def _texts(self, prime: str, words: Words) -> Offer:
        written = await self._reach.compose.write(prime=prime, count=_TEXTS, within_s=_WITHIN_S)
        texts = tuple(dict.fromkeys(one.text for one in written if one.text.strip()))
        return Offer(texts, kept_s=_KEPT_S) if texts else _nothing(words)


def _nothing(words: Words) -> Offer:
    return Offer(note=words.inline_refuses, start=FROM_INLINE)
