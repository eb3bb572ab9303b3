"""All sections together."""

from typing import Annotated

from pydantic import AfterValidator

from bot.settings.community import CommunitySettings
from bot.settings.corpus import CorpusSettings
from bot.settings.database import DatabaseSettings
from bot.settings.disk import DiskSettings
from bot.settings.limits import LimitSettings
from bot.settings.log import LogSettings
from bot.settings.moderation import ModerationSettings
from bot.settings.pictures import PictureSettings
from bot.settings.places import PlaceSettings
from bot.settings.queue import QueueSettings
from bot.settings.roles import RoleSettings
from bot.settings.schedule import ScheduleSettings
from bot.settings.scrape import ScrapeSettings
from bot.settings.section import Section
from bot.settings.telegram import TelegramSettings
from bot.settings.training import TrainingSettings
from bot.settings.vk import VkSettings
from bot.settings.web import WebSettings
from bot.settings.writing import WritingSettings


def _each_once(places: tuple[PlaceSettings, ...]) -> tuple[PlaceSettings, ...]:
    if len({one.place for one in places}) < len(places):
        raise ValueError("a place has two [[places]]: put everything about it into one")
    return places


class Settings(Section):
    """All settings of one home."""

    community: CommunitySettings = CommunitySettings()
    vk: VkSettings = VkSettings()
    telegram: TelegramSettings = TelegramSettings()
    roles: RoleSettings = RoleSettings()
    moderation: ModerationSettings = ModerationSettings()
    database: DatabaseSettings = DatabaseSettings()
    corpus: CorpusSettings = CorpusSettings()
    scrape: ScrapeSettings = ScrapeSettings()
    training: TrainingSettings = TrainingSettings()
    writing: WritingSettings = WritingSettings()
    pictures: PictureSettings = PictureSettings()
    queue: QueueSettings = QueueSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    places: Annotated[tuple[PlaceSettings, ...], AfterValidator(_each_once)] = ()
    limits: LimitSettings = LimitSettings()
    web: WebSettings = WebSettings()
    disk: DiskSettings = DiskSettings()
    log: LogSettings = LogSettings()
