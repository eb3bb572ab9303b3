"""`[database]` of wallflower.toml."""

from pydantic import Field, SecretStr

from bot.settings.section import Section


class DatabaseSettings(Section):
    """Where everything is kept."""

    url: SecretStr = Field(
        SecretStr(""), description="sqlite:///PATH or postgresql://…; empty: wallflower.db in the home folder"
    )
