"""Forgets a person: their posts, their talk with the bot, and what the bot wrote with their words.

The person who asks is never named in the audit log, which is kept for ever: such an entry is signed with the keyed
hash. What an admin does is signed with the admin's address, and its object is the hash all the same.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.audit import Signature
from bot.domain.forgotten import Forgotten, Stored
from bot.domain.member import Address
from bot.flow.authors import AuthorHash, names_of, shown
from bot.flow.phrases import Fingerprint, PhraseHash, holds_any, own_windows, plain
from bot.ports import Clock, LearnedPictures
from bot.storage.forgetting import Forgetting, Removal
from bot.storage.opt_outs import OptOuts
from corpus.repair import repair


class Forget:
    """Forgets people, and says what is stored of them."""

    def __init__(
        self,
        forgetting: Forgetting,
        opt_outs: OptOuts,
        authors: AuthorHash,
        pictures: LearnedPictures,
        rewrite_corpus: Callable[[], Awaitable[None]],
        clock: Clock,
    ) -> None:
        """`rewrite_corpus` makes the corpus file anew from the posts that are left, if there is one, and the file of
        captions from the templates.
        """
        self._forgetting = forgetting
        self._opt_outs = opt_outs
        self._authors = authors
        self._pictures = pictures
        self._rewrite_corpus = rewrite_corpus
        self._clock = clock

    async def oneself(self, person: Address) -> Forgotten:
        """The person asks. Whatever role was granted to them is laid down as well."""
        person_hash = self._authors.of(str(person))
        by = Signature(shown(person_hash), self._clock.now())
        return await self._forget(str(person), person, by, lays_down_role=True)

    async def person(self, person: Address, by: Signature) -> Forgotten:
        """Somebody else asks for the person; roles are granted and revoked elsewhere, by the rules for that."""
        return await self._forget(str(person), person, by, lays_down_role=False)

    async def author(self, name: str, by: Signature) -> Forgotten:
        """Forget whoever a file calls exactly this, where the name is no person of VK's or Telegram's."""
        return await self._forget(name, None, by, lays_down_role=False)

    async def hashed(self, author_hash: str, by: Signature) -> Forgotten:
        """Forget whoever wrote the posts that are stored with this hash, whatever they are called.

        Other names of theirs, and their talk with the bot, can't be told from a hash: those stay.
        """
        return await self._forget_hashed(author_hash, frozenset({author_hash}), None, by, lays_down_role=False)

    async def remember(self, person: Address) -> bool:
        """The person agrees again, as only they can; False if they had not said no."""
        person_hash = self._authors.of(str(person))
        return await self._opt_outs.lift(person_hash, Signature(shown(person_hash), self._clock.now()))

    async def stored(self, person: Address) -> Stored:
        """How much is kept of a person."""
        hashes = self._hashes(names_of(person))
        stored = await self._forgetting.stored(hashes, self._authors.of(str(person)), person)
        return replace(stored, traces=stored.traces + await self._pictures.count(hashes))

    async def is_known(self, author: str | Address) -> bool:
        """Whether anything of theirs is stored, or that they said no; a text is an author's name as in a file."""
        names = (author,) if isinstance(author, str) else names_of(author)
        hashes = self._hashes(names)
        if await self._forgetting.has_posts(hashes) or await self._pictures.count(hashes):
            return True
        if isinstance(author, Address):
            stored = await self.stored(author)
            return bool(stored.traces or stored.deeds or stored.role or stored.opted_out_at)
        return await self._opt_outs.since(self._authors.of(author)) is not None

    async def _forget(self, name: str, person: Address | None, by: Signature, *, lays_down_role: bool) -> Forgotten:
        hashes = self._hashes((name,) if person is None else names_of(person))
        return await self._forget_hashed(self._authors.of(name), hashes, person, by, lays_down_role=lays_down_role)

    async def _forget_hashed(
        self,
        person_hash: str,
        hashes: frozenset[str],
        person: Address | None,
        by: Signature,
        *,
        lays_down_role: bool,
    ) -> Forgotten:
        mine, others = await self._forgetting.texts(hashes, await self._pictures.captions(hashes))
        own, fingerprint = await asyncio.to_thread(self._phrases, mine, others)

        def merged(windows: bytes, openings: bytes) -> tuple[bytes, bytes]:
            return (Fingerprint.unpacked(windows, openings) | fingerprint).packed()

        removal = Removal(
            person_hash=person_hash,
            author_hashes=hashes,
            person=person,
            holds=lambda text: holds_any(text, own),
            merged=merged,
            posts=len(mine),
            lays_down_role=lays_down_role,
            shown=shown(person_hash),
        )
        forgotten = await self._forgetting.carry_out(removal, by)
        # After the opt-out, by which nothing of theirs is put by any more. A process that is killed here leaves them:
        # each training and each learning from the wall looks for such.
        pictures = await self._pictures.forget(hashes)
        if forgotten.posts or pictures:
            # A process that is killed here leaves the corpus file as it was; each training makes it anew.
            await self._rewrite_corpus()
        if forgotten.is_news:
            await self._forgetting.erase_leftovers()
        return replace(forgotten, traces=forgotten.traces + pictures, is_news=forgotten.is_news or pictures > 0)

    def _phrases(self, mine: list[str], others: list[str]) -> tuple[set[str], Fingerprint]:
        """The windows that only this person wrote, and what is kept of them. Texts count as a network reads them."""
        if not mine:
            return set(), Fingerprint()
        read = [_as_read(text) for text in mine]
        own = own_windows(read, map(_as_read, others))
        return own, PhraseHash(self._authors).fingerprint(read, own)

    def _hashes(self, names: tuple[str, ...]) -> frozenset[str]:
        return frozenset(map(self._authors.of, names))


def _as_read(text: str) -> str:
    mended = repair(text)
    return plain(text if mended is None else mended[0])
