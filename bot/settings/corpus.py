"""`[corpus]` of wallflower.toml."""

from typing import Annotated

from pydantic import Field

from bot.settings.section import Section
from corpus.cleaning import CleaningRules


class CorpusSettings(Section):
    """What becomes of posts before a network is fitted on them."""

    min_chars: Annotated[int, Field(ge=1)] = Field(CleaningRules().min_chars, description="shorter posts are dropped")
    max_chars: Annotated[int, Field(ge=10)] = Field(CleaningRules().max_chars, description="longer posts are dropped")
    drop_reposts: bool = Field(True, description="whether reposts are dropped")
    empty_lines: Annotated[int, Field(ge=1, le=100)] = Field(10, description="empty lines between posts in the corpus")

    def rules(self) -> CleaningRules:
        """The same as the corpus package takes it."""
        return CleaningRules(min_chars=self.min_chars, max_chars=self.max_chars, drop_reposts=self.drop_reposts)
