"""Words that moderators ban in chat: they count at once, in every text that is written or approved from then on."""

from collections.abc import Sequence

from bot.domain.audit import Signature
from bot.errors import Refused
from bot.ports import WordFinder
from bot.storage.banned_words import BannedWord, BannedWords

# A single letter would ban what every other text holds.
_LEAST_LETTERS = 2


class BannedText(Refused):
    """The text holds a banned word."""

    def __init__(self, word: str) -> None:
        super().__init__(f"the text holds the banned word {word!r}")
        self.word = word


class Banning:
    """Bans words, lifts bans, and looks for banned words in texts."""

    def __init__(
        self,
        words: BannedWords,
        finder: WordFinder,
        most: int,
        by_settings: tuple[str, ...] = (),
        *,
        ban_coarse: bool = False,
    ) -> None:
        """`most` is how many may be banned in chat: what the writer takes, less those that are banned `by_settings`.

        With `ban_coarse` the built-in list counts for members' own words.
        """
        self._words = words
        self._finder = finder
        self._most = most
        self._by_settings = by_settings
        self._ban_coarse = ban_coarse

    async def words(self) -> tuple[str, ...]:
        """What was banned in chat, by the alphabet."""
        return await self._words.all()

    async def bans(self) -> Sequence[BannedWord]:
        """The same with who banned each, and when."""
        return await self._words.bans()

    @property
    def by_settings(self) -> tuple[str, ...]:
        """What the settings ban; only an operator can lift that."""
        return self._by_settings

    async def ban(self, entry: str, by: Signature) -> str:
        """The word in its plain form; banning it again changes nothing. Raises Refused for what can't be banned."""
        word = self._finder.plain(entry)
        if sum(character.isalnum() for character in word) < _LEAST_LETTERS:
            raise Refused("a banned word needs two letters at least")
        await self._words.ban(word, self._most, by)
        return word

    async def lift(self, entry: str, by: Signature) -> str | None:
        """The word that may be written again; None if it was not banned in chat. Raises Refused as `ban` does."""
        word = self._finder.plain(entry)
        return word if await self._words.lift(word, by) else None

    async def check(self, text: str) -> None:
        """Raises BannedText for a text that holds a word that was banned in chat."""
        found = self._finder.find(text, await self._words.all())
        if found:
            raise BannedText(found[0])

    async def check_members_words(self, text: str) -> None:
        """Raises BannedText for words of a member's that the bot itself might not write, wherever they are banned."""
        await self.check(text)
        found = self._finder.find(text, self._by_settings, coarse=self._ban_coarse)
        if found:
            raise BannedText(found[0])

    def holds(self, text: str, word: str) -> bool:
        """Whether a text holds the word, however it is spelled there."""
        return bool(self._finder.find(text, (word,)))
