"""Answers people who type the bot's name in any chat: texts and pictures to choose from, sent in their own name."""

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    InlineQueryResultArticle,
    InlineQueryResultPhoto,
    InlineQueryResultsButton,
    InlineQueryResultUnion,
    InputTextMessageContent,
    LinkPreviewOptions,
)

from bot.domain.message import InlineQuery, Offer, OfferedPicture
from bot.platforms.telegram.text import MAX_MESSAGE, clean, shorten
from bot.platforms.telegram.translation import translated

MAX_RESULTS = 50  # Bot API, answerInlineQuery
_MAX_TITLE = 60  # UTF-16 units: about a line of a client's list
_MAX_NOTE = 60
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramInline:
    """Implements `ports.Inline`. The bot needs inline mode, which @BotFather switches on (/setinline)."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def answer_inline(self, query: InlineQuery, offer: Offer) -> None:
        """As the port says. What is too long for a message is cut: a choice sends one message."""
        texts = [shorten(text, MAX_MESSAGE) for text in map(clean, offer.texts) if text.strip()]
        results: list[InlineQueryResultUnion] = []
        results += [_photo(number, picture) for number, picture in enumerate(offer.pictures)]
        results += [_result(number, text) for number, text in enumerate(texts)]
        button = None
        if offer.note:
            button = InlineQueryResultsButton(text=shorten(clean(offer.note), _MAX_NOTE), start_parameter=offer.start)
        with translated("the answer to an inline query", repeatable=True):
            try:
                await self._bot.answer_inline_query(
                    query.answer_to, results[:MAX_RESULTS], cache_time=offer.kept_s, is_personal=True, button=button
                )
            except TelegramBadRequest as error:
                # Its words: "query is too old and response timeout expired or query ID is invalid".
                if "query is too old" not in str(error.message):
                    raise


def _photo(number: int, picture: OfferedPicture) -> InlineQueryResultPhoto:
    return InlineQueryResultPhoto(
        id=f"picture-{number}",
        photo_url=picture.address,
        thumbnail_url=picture.thumbnail,
        title=shorten(clean(picture.words), _MAX_TITLE),
    )


def _result(number: int, text: str) -> InlineQueryResultArticle:
    first, _, rest = text.strip().partition("\n")
    return InlineQueryResultArticle(
        id=str(number),
        title=shorten(first, _MAX_TITLE),
        description=shorten(rest.strip() or first, 2 * _MAX_TITLE),
        input_message_content=InputTextMessageContent(message_text=text, link_preview_options=_NO_PREVIEW),
    )
