"""`[telegram]` of wallflower.toml."""

from pydantic import Field, SecretStr

from bot.settings.section import Section


class TelegramSettings(Section):
    """Telegram: where its Bot API is and the bot's token."""

    enabled: bool = Field(False, description="whether the bot runs on Telegram")
    api_url: str = Field("https://api.telegram.org", description="address of the Bot API", pattern="^https?://")
    token: SecretStr = Field(SecretStr(""), description="secret: the bot's token from @BotFather")
    webhook: bool = Field(
        False, description="whether Telegram brings updates to web.public_url instead of the bot fetching them"
    )
