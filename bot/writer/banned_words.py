"""Implements `ports.WordFinder` by the guards, so that chat and writer mean the same by a banned word."""

from bot.errors import Refused
from model.errors import BadOption
from model.guards.banned_words import banned_words
from model.guards.disguise import plain_entry


class GuardsWordFinder:
    """Reads words as `model.guards.banned_words` does."""

    def plain(self, entry: str) -> str:
        """As the port says."""
        word = plain_entry(entry)
        try:
            banned_words((word,), coarse=False)
        except BadOption as error:
            raise Refused(str(error)) from error
        return word

    def find(self, text: str, words: tuple[str, ...], *, coarse: bool = False) -> tuple[str, ...]:
        """As the port says."""
        return banned_words(words, coarse=coarse).find(text)
