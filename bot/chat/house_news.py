"""Tells admins in chat what came of the bot's own chores, where they need to know: a failure, a new live checkpoint."""

from collections.abc import Awaitable, Callable, Sequence

from bot.chat.answer import Reach
from bot.chat.delivery import Delivery
from bot.chat.language import Languages
from bot.chat.words import Words
from bot.domain.chore import Chore, News, Outcome
from bot.domain.message import Message


class HouseNews:
    """One short message for each piece of news, in each chat of admins; in quiet hours it waits for their end."""

    def __init__(
        self,
        reach: Reach,
        languages: Languages,
        delivery: Delivery,
        take_news: Callable[[], Awaitable[Sequence[News]]],
    ) -> None:
        """`take_news` gives each piece of news once, to whichever process asks first."""
        self._reach = reach
        self._languages = languages
        self._delivery = delivery
        self._take_news = take_news

    async def tell(self) -> None:
        """Tell what was not told yet."""
        if await self._reach.silence.is_quiet():
            return
        for news in await self._take_news():
            for chat in await self._reach.admin_chats():
                words = await self._languages.of_chat(chat)
                now = self._reach.clock.now()
                key = f"chore-{news.chore.value}-{now:%Y%m%d%H%M}"
                await self._delivery.send(chat, Message(text_of(words, news)), key)


def text_of(words: Words, news: News) -> str:
    """The message."""
    match news.chore, news.outcome:
        case Chore.DISK, _:
            return words.disk_crowded.format(left=words.why(news.details))
        case _, Outcome.LIVE:
            return words.trained_live.format(run=news.details)
        case Chore.READ, _:
            return words.reading_failed.format(problem=words.why(news.details))
        case _:
            return words.training_failed.format(problem=words.why(news.details))
