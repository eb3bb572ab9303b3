"""`[disk]` of wallflower.toml."""

from typing import Annotated

from pydantic import Field

from bot.settings.section import Section


class DiskSettings(Section):
    """How much room the home may take."""

    most_gb: Annotated[float, Field(ge=0, le=100_000)] = Field(
        10, description="gigabytes that the home may take; old checkpoints and backups go then, oldest first; 0: any"
    )
    keep_backups: Annotated[int, Field(ge=1, le=1000)] = Field(
        7, description="bundles that stay in the home's folder backups/, the newest"
    )

    @property
    def most_bytes(self) -> int:
        """The same in bytes; 0: any number."""
        return int(self.most_gb * 1e9)
