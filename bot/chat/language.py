"""Which language a chat is spoken to in: what was chosen there, else the person's client's, else the settings'."""

from bot.chat.words import Words
from bot.chat.words_en import ENGLISH
from bot.chat.words_ru import RUSSIAN
from bot.domain.member import Address
from bot.errors import Misconfigured
from bot.storage.community import Community

LANGUAGES: dict[str, Words] = {words.code: words for words in (RUSSIAN, ENGLISH)}

# What people type after /language.
_NAMES = {
    **dict.fromkeys(("ru", "rus", "russian", "русский", "ру", "рус", "по-русски"), RUSSIAN),
    **dict.fromkeys(("en", "eng", "english", "английский", "англ", "по-английски"), ENGLISH),
}


def named(text: str) -> Words | None:
    """The language that a person names, or None."""
    return _NAMES.get(text.strip().lower())


class Languages:
    """The choice of words."""

    def __init__(self, community: Community, default: str) -> None:
        """`default` is `ru` or `en`; raises Misconfigured for another."""
        if default not in LANGUAGES:
            raise Misconfigured(f"the language {default!r} is not known: write ru or en")
        self._community = community
        self.default = LANGUAGES[default]

    async def of_chat(self, chat: Address) -> Words:
        """The words for a message that nobody asked for."""
        return LANGUAGES.get(await self._community.language(chat) or "", self.default)

    def chosen(self, choice: str | None, is_private: bool, client_language: str | None) -> Words:
        """The words for an answer: in a private chat the client's language counts while none was chosen."""
        if choice is None and is_private and client_language:
            choice = client_language[:2].lower()
        return LANGUAGES.get(choice or "", self.default)
