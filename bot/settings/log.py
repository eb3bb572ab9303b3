"""`[log]` of wallflower.toml."""

from typing import Annotated

from pydantic import Field

from bot.settings.section import Section


class LogSettings(Section):
    """What is written to standard error."""

    level: Annotated[str, Field(pattern="^(debug|info|warning|error)$")] = Field(
        "info", description="lowest level shown"
    )
    format: Annotated[str, Field(pattern="^(text|json)$")] = Field(
        "text", description="text for people, in colours on a terminal; json: one object a line, for machines"
    )

    @property
    def json_lines(self) -> bool:
        """Whether each entry is one JSON object."""
        return self.format == "json"
