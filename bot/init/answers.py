"""What the command line and the environment have answered already; None is what is to be asked."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """`train_minutes` 0 trains nothing, `slot` and `channel` "" are none. Keys are never among these: whoever lists the
    machine's processes reads command lines. They come from the environment or .env.
    """

    language: str | None = None
    zone: str | None = None
    vk: bool | None = None
    vk_api_url: str | None = None
    vk_wall: str | None = None
    telegram: bool | None = None
    telegram_api_url: str | None = None
    channel: str | None = None
    owners: str | None = None
    listen: str | None = None
    scrape: bool | None = None
    posts: Path | None = None
    train_minutes: float | None = None
    begin: str | None = None
    slot: str | None = None
