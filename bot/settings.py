"""Typed settings: wallflower.toml in the home folder, overridden by .env beside it and by the environment.

A setting `[section] name = value` is `WALLFLOWER_SECTION_NAME` in the environment. Secrets are taken from the
environment or .env alone. Knows how settings are written; what they are used for is said beside each.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Self

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from bot.domain.limits import Limits
from bot.domain.member import Address, Roles
from bot.domain.place import Place
from bot.domain.post_form import PostForm, PostForms, parse_hashtag
from bot.domain.quiet_hours import parse_quiet_hours
from bot.domain.slot import parse_time, parse_weekdays, parse_zone
from bot.errors import Misconfigured, Refused
from bot.ports import MOST_BANNED_WORDS
from corpus.cleaning import CleaningRules

PREFIX = "WALLFLOWER_"
SETTINGS_FILE = "wallflower.toml"
SECRETS_FILE = ".env"
# What the writer takes; a test holds these to `model.guards.banned_words`.
MOST_BANNED_CHARS = 100
# Characters of a text for which a place's header, footer and hashtags must leave room.
MOST_ROOM = 100


def _listed(value: object) -> object:
    """A list may be written `a, b` in the environment."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _checked_zone(value: object) -> object:
    return _or_value_error(parse_zone, value) if isinstance(value, str) else value


def _checked_quiet_hours(text: str) -> str:
    _or_value_error(lambda value: parse_quiet_hours(value, "UTC"), text)
    return text


def _checked_time(text: str) -> str:
    """HH:MM, or nothing."""
    if text:
        _or_value_error(parse_time, text)
    return text


def _checked_weekdays(text: str) -> str:
    _or_value_error(parse_weekdays, text)
    return text


def _address(value: object) -> object:
    return value if isinstance(value, Address) else _or_value_error(Address.parse, str(value))


def _place(value: object) -> object:
    return value if value in ("", None) or isinstance(value, Place) else _or_value_error(Place.parse, str(value))


def _checked_listening(text: str) -> str:
    """HOST:PORT, or nothing."""
    host, _, port = text.rpartition(":")
    if text and not (host and port.isascii() and port.isdigit() and 0 <= int(port) <= 65_535):
        raise ValueError("write HOST:PORT, for example 127.0.0.1:8080, or nothing")
    return text


def _checked_public_url(text: str) -> str:
    """http(s)://…, without a slash at its end, or nothing."""
    if text and re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text) is None:
        raise ValueError("write https://HOST, or nothing")
    return text.rstrip("/")


def _bannable(words: tuple[str, ...]) -> tuple[str, ...]:
    """The writer would refuse each request with a longer list or entry."""
    if len(words) > MOST_BANNED_WORDS:
        raise ValueError(f"at most {MOST_BANNED_WORDS} words can be banned")
    for word in words:
        if len(word) > MOST_BANNED_CHARS or not any(character.isalnum() for character in word):
            raise ValueError(f"an entry needs a letter and may have {MOST_BANNED_CHARS} characters")
    return words


def _or_value_error(parse: Any, value: str) -> object:
    try:
        return parse(value)
    except Refused as error:
        raise ValueError(str(error)) from error


_Hashtag = Annotated[str, AfterValidator(lambda text: str(_or_value_error(parse_hashtag, text)))]
_Address = Annotated[Address, BeforeValidator(_address)]
_Addresses = Annotated[tuple[_Address, ...], BeforeValidator(_listed)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True)


class CommunitySettings(_Section):
    """The community itself."""

    language: Annotated[str, Field(pattern="^(ru|en)$")] = Field("ru", description="language of chats that chose none")
    zone: Annotated[str, BeforeValidator(_checked_zone)] = Field("Europe/Moscow", description="zone of new slots")


class VkSettings(_Section):
    """VK: where its API is, whose wall is read, which keys there are."""

    enabled: bool = Field(False, description="whether the bot runs on VK")
    api_url: str = Field("https://api.vk.ru/", description="address of the VK API", pattern="^https?://")
    group_id: Annotated[int, Field(ge=0)] = Field(0, description="number of the community, without a minus")
    wall: str = Field("", description="wall to read: -123, public123 or a short name; empty: the community's own")
    service_key: SecretStr = Field(SecretStr(""), description="secret: service key, reads the wall")
    community_key: SecretStr = Field(
        SecretStr(""), description="secret: community key, chats and (where it works) posts"
    )
    user_key: SecretStr = Field(
        SecretStr(""), description="secret: an administrator's key, posts where the other can't"
    )
    requests_per_s: Annotated[float, Field(gt=0, le=20)] = Field(
        3, description="requests a second with the service and the user key"
    )
    timeout_s: Annotated[float, Field(gt=0, le=45)] = Field(30, description="longest wait for an answer, seconds")
    callback: bool = Field(
        False, description="whether VK brings events to web.public_url (Callback API) instead of the bot fetching them"
    )
    callback_code: Annotated[str, Field(pattern="^[A-Za-z0-9]{0,64}$")] = Field(
        "", description="what VK's page wants to be answered, where the community key lacks the right manage"
    )


class TelegramSettings(_Section):
    """Telegram: where its Bot API is and the bot's token."""

    enabled: bool = Field(False, description="whether the bot runs on Telegram")
    api_url: str = Field("https://api.telegram.org", description="address of the Bot API", pattern="^https?://")
    token: SecretStr = Field(SecretStr(""), description="secret: the bot's token from @BotFather")
    webhook: bool = Field(
        False, description="whether Telegram brings updates to web.public_url instead of the bot fetching them"
    )


class RoleSettings(_Section):
    """Who may do more than a member, as `telegram:NUMBER` or `vk:NUMBER`."""

    owners: _Addresses = Field((), description="may do everything, also make admins and owners")
    admins: _Addresses = Field((), description="schedule, pause, roles below their own, statistics, audit log")
    moderators: _Addresses = Field((), description="decide on drafts")
    banned: _Addresses = Field((), description="get no answer")

    def roles(self) -> Roles:
        """The same as a domain value."""
        return Roles(*map(frozenset, (self.owners, self.admins, self.moderators, self.banned)))


class ModerationSettings(_Section):
    """Where drafts are shown, and what it takes to approve one."""

    chats: _Addresses = Field(
        (), description="chats that get a card for each draft; empty: the private chat of each moderator and admin"
    )
    approvals: Annotated[int, Field(ge=1, le=20)] = Field(
        1, description="approvals that a draft needs where [[places]] says nothing else"
    )
    editor_may_approve: bool = Field(
        False, description="whether who edited a draft may approve it, too, even where somebody else could"
    )
    expire_hours: Annotated[int, Field(ge=0, le=24 * 365)] = Field(
        72, description="drafts on which nobody decides for so long expire; 0: never"
    )


class DatabaseSettings(_Section):
    """Where everything is kept."""

    url: SecretStr = Field(
        SecretStr(""), description="sqlite:///PATH or postgresql://…; empty: wallflower.db in the home folder"
    )


class CorpusSettings(_Section):
    """What becomes of posts before a network is fitted on them."""

    min_chars: Annotated[int, Field(ge=1)] = Field(CleaningRules().min_chars, description="shorter posts are dropped")
    max_chars: Annotated[int, Field(ge=10)] = Field(CleaningRules().max_chars, description="longer posts are dropped")
    drop_reposts: bool = Field(True, description="whether reposts are dropped")
    empty_lines: Annotated[int, Field(ge=1, le=100)] = Field(10, description="empty lines between posts in the corpus")

    def rules(self) -> CleaningRules:
        """The same as the corpus package takes it."""
        return CleaningRules(min_chars=self.min_chars, max_chars=self.max_chars, drop_reposts=self.drop_reposts)


class ScrapeSettings(_Section):
    """When the bot reads the VK wall anew by itself."""

    at: Annotated[str, AfterValidator(_checked_time)] = Field(
        "04:30", description="time of day in the community's zone, every day; empty: never"
    )


class TrainingSettings(_Section):
    """How a network is fitted when the command says nothing else."""

    minutes: Annotated[float, Field(gt=0)] = Field(10, description="budget of `wallflower train`, minutes")
    save_every_s: Annotated[float, Field(ge=0)] = Field(20, description="seconds of training that a kill may cost")
    at: Annotated[str, AfterValidator(_checked_time)] = Field(
        "05:30", description="time of day in the community's zone to train anew on what is new; empty: never"
    )
    weekdays: Annotated[str, AfterValidator(_checked_weekdays)] = Field(
        "sun", description="on which days: sun, mon-fri, daily"
    )
    retrain: bool = Field(
        True, description="whether the bot trains anew by itself when the live checkpoint has read forgotten posts"
    )
    retrain_every_h: Annotated[float, Field(ge=1)] = Field(
        24, description="hours at least from the beginning of one such training to the next"
    )


class WritingSettings(_Section):
    """How posts are written."""

    temperature: Annotated[float, Field(ge=0, le=2)] = Field(0.8, description="0: always the likeliest; 1: as learned")
    max_chars: Annotated[int, Field(ge=20, le=4000)] = Field(500, description="longest post, characters")
    top_k: Annotated[int, Field(ge=0)] = Field(0, description="choose among so many likeliest characters; 0: among all")
    top_p: Annotated[float, Field(gt=0, le=1)] = Field(1.0, description="choose among the likeliest of this share")
    candidates: Annotated[int, Field(ge=1, le=20)] = Field(3, description="texts written for one, the best is given")
    tries: Annotated[int, Field(ge=1, le=50)] = Field(5, description="rounds until enough texts pass the guards")
    copied_chars: Annotated[int, Field(ge=1)] = Field(
        60, description="longest run that may stand in a post word for word, characters"
    )
    copied_share: Annotated[float, Field(gt=0, le=1)] = Field(
        0.7, description="the most of a text that such a run may be; 1: all of it"
    )
    looped_share: Annotated[float, Field(ge=0, le=1)] = Field(
        0.3, description="the most of a text that may repeat itself"
    )
    known_words: Annotated[float, Field(ge=0, le=1)] = Field(
        0.5, description="the least share of words that the corpus knows; given all the same if every try has fewer"
    )
    min_chars: Annotated[int, Field(ge=1, le=200)] = Field(5, description="shortest post, characters")
    max_lines: Annotated[int, Field(ge=1, le=1000)] = Field(40, description="most lines of a post")
    banned_words: Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_bannable)] = Field(
        (), description="words and phrases that no post may hold; слон* bans слоны too"
    )
    ban_coarse_words: bool = Field(
        True, description="whether the built-in list of obscenities and slurs counts as well"
    )


class PictureSettings(_Section):
    """How memes look, and how many of what the bot writes are pictures."""

    share: Annotated[float, Field(ge=0, le=1)] = Field(
        0.3, description="which share of the queue, and of what is said unasked in groups, are pictures; 0: none"
    )
    watermark: Annotated[str, Field(max_length=60)] = Field(
        "", description="a line below each meme, for example the community's address; empty: none"
    )


class QueueSettings(_Section):
    """How many drafts wait."""

    keep: Annotated[int, Field(ge=0, le=100)] = Field(5, description="drafts that wait for a decision or a slot")


class ScheduleSettings(_Section):
    """How slots are served."""

    place: Annotated[Place | None, BeforeValidator(lambda value: _place(value) or None)] = Field(
        None, description="place of new slots; empty: the community's VK wall"
    )
    catch_up_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = Field(
        180, description="how long after its time a slot is still served"
    )
    quiet: Annotated[str, AfterValidator(_checked_quiet_hours)] = Field(
        "", description="hours in which nothing is published or asked, 23:00-08:00 in the community's zone; empty: none"
    )
    tick_s: Annotated[float, Field(ge=0.2, le=300)] = Field(5, description="how often the slots are looked at, seconds")


class PlaceSettings(_Section):
    """What is particular about one place: how posts look there and how many approvals they need."""

    place: Annotated[Place, BeforeValidator(_place)] = Field(
        description="vk:-GROUP, telegram:NUMBER or telegram:@channel"
    )
    approvals: Annotated[int | None, Field(ge=1, le=20)] = Field(
        None, description="approvals that a draft needs there; left out: moderation.approvals"
    )
    header: Annotated[str, Field(max_length=500)] = Field("", description="stands above each post")
    footer: Annotated[str, Field(max_length=500)] = Field("", description="stands below each post")
    hashtags: Annotated[tuple[_Hashtag, ...], BeforeValidator(_listed), Field(max_length=20)] = Field(
        (), description="stand at the end of each post"
    )
    max_chars: Annotated[int | None, Field(ge=MOST_ROOM)] = Field(
        None,
        description="longest post with header and all; a longer one is left out there. Left out: the platform's limit",
    )

    @property
    def form(self) -> PostForm:
        """The same as a domain value."""
        return PostForm(header=self.header, footer=self.footer, hashtags=self.hashtags, max_chars=self.max_chars)

    @model_validator(mode="after")
    def _leaves_room(self) -> Self:
        problem = PostForms({self.place: self.form}).misfit(self.place, "x" * MOST_ROOM)
        if problem is not None:
            raise ValueError(f"header, footer and hashtags leave no room for a text of {MOST_ROOM} characters")
        return self


class LimitSettings(_Section):
    """How often members may ask, and how long what they liked is kept."""

    memes: Annotated[int, Field(ge=1, le=1000)] = Field(5, description="memes for a member in any window")
    album: Annotated[int, Field(ge=1, le=10)] = Field(
        5, description="pictures in one album that a member asks for, each counted as a meme; 1: no albums"
    )
    commands: Annotated[int, Field(ge=1, le=1000)] = Field(
        10, description="other commands of a member in any window; moderators may ask more"
    )
    presses: Annotated[int, Field(ge=1, le=1000)] = Field(
        30, description="presses of a member on buttons in any window"
    )
    group: Annotated[int, Field(ge=1, le=1000)] = Field(
        20, description="answers for all members of a group together in any window; Telegram takes 20 a minute"
    )
    window_s: Annotated[int, Field(ge=1, le=86_400)] = Field(60, description="the window, seconds")
    unasked_gap_s: Annotated[int, Field(ge=0, le=86_400)] = Field(
        30, description="seconds between two answers that /chance gives unasked in a group"
    )
    keep_replies_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        90, description="how long what was written to members and its likes are kept, for /top"
    )

    def limits(self) -> Limits:
        """The same as a domain value."""
        return Limits(
            memes=self.memes, album=self.album, commands=self.commands, presses=self.presses, group=self.group,
            window=timedelta(seconds=self.window_s), unasked_gap=timedelta(seconds=self.unasked_gap_s),
        )  # fmt: skip


class WebSettings(_Section):
    """What is served over HTTP: the console; templates, memes, captions."""

    listen: Annotated[str, AfterValidator(_checked_listening)] = Field(
        "", description="where HTTP is served, 127.0.0.1:8080; put a proxy with TLS before it; empty: nowhere"
    )
    public_url: Annotated[str, AfterValidator(_checked_public_url)] = Field(
        "", description="where the world reaches that, https://memes.example.org; inline mode offers pictures by it"
    )
    behind_proxy: bool = Field(
        False, description="whether callers' addresses are those that a proxy of yours tells (X-Forwarded-For)"
    )
    strangers_per_minute: Annotated[int, Field(ge=0, le=100_000)] = Field(
        60, description="requests of one address without a key; a written caption counts as five; 0: keys only"
    )
    keys_per_minute: Annotated[int, Field(ge=1, le=100_000)] = Field(
        600, description="requests of one key (`wallflower key add NAME`)"
    )

    console: bool = Field(True, description="whether the console is among what is served, at /console/")
    telegram_login: Annotated[str, Field(pattern="^[A-Za-z0-9_]{0,32}$")] = Field(
        "",
        description="the bot's username, to show Telegram's login button; link the domain to it in @BotFather first "
        "(/setdomain). Its page loads a script from telegram.org; empty: no button",
    )
    framed_by: Annotated[str, AfterValidator(_checked_public_url)] = Field(
        "", description="the one site that may show the console in a frame, https://HOST; empty: none"
    )

    @property
    def host_and_port(self) -> tuple[str, int]:
        """The parts of `listen`."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)


class DiskSettings(_Section):
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


class LogSettings(_Section):
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


def _each_once(places: tuple[PlaceSettings, ...]) -> tuple[PlaceSettings, ...]:
    if len({one.place for one in places}) < len(places):
        raise ValueError("a place has two [[places]]: put everything about it into one")
    return places


class Settings(_Section):
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


@dataclass(frozen=True, slots=True)
class Home:
    """The folder with wallflower.toml and all data: database, corpus, checkpoints, the key for authors."""

    folder: Path

    @property
    def corpus_file(self) -> Path:
        """The text that a network is fitted on."""
        return self.folder / "corpus.txt"

    @property
    def captions_file(self) -> Path:
        """The captions that templates come with: what is written may not copy them. Made anew at each start."""
        return self.folder / "captions.txt"

    @property
    def checkpoints(self) -> Path:
        """A folder a training run."""
        return self.folder / "checkpoints"

    @property
    def templates(self) -> Path:
        """A folder a template that the community made itself."""
        return self.folder / "templates"

    @property
    def pictures(self) -> Path:
        """Pictures that admins put by, to learn templates from."""
        return self.folder / "pictures"

    @property
    def backups(self) -> Path:
        """Bundles that `wallflower backup` was told to put here; other folders are their owner's."""
        return self.folder / "backups"

    @property
    def read_log(self) -> Path:
        """What the last reading of the wall said that the bot began by itself."""
        return self.folder / "read.log"

    @property
    def retrain_log(self) -> Path:
        """What the last training said that the bot began by itself."""
        return self.folder / "retrain.log"

    @property
    def author_key_file(self) -> Path:
        """The key under which authors are hashed."""
        return self.folder / "author.key"

    def database_url(self, settings: Settings) -> str:
        """The settings' database, or SQLite in this folder."""
        return settings.database.url.get_secret_value() or f"sqlite:///{self.folder / 'wallflower.db'}"


def load(home: Home, environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings of a home. Raises Misconfigured with the file, the setting and what is wrong with it."""
    values = _toml(home.folder / SETTINGS_FILE)
    _refuse_secrets(values)
    for source, variables in (
        (home.folder / SECRETS_FILE, _dotenv(home.folder / SECRETS_FILE)),
        ("the environment", os.environ if environment is None else environment),
    ):
        for name, value in variables.items():
            if name.startswith(PREFIX):
                _overlay(values, name, value, source)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise Misconfigured(_explain(error, home.folder / SETTINGS_FILE)) from None


def log_settings(environment: Mapping[str, str]) -> LogSettings:
    """Those of the log from the environment alone. Raises Misconfigured as `load`."""
    values: dict[str, Any] = {}
    for name, value in environment.items():
        if name.startswith(PREFIX):
            _overlay(values, name, value, "the environment")
    try:
        return Settings.model_validate(values).log
    except ValidationError as error:
        raise Misconfigured(_explain(error, Path(SETTINGS_FILE))) from None


def fields() -> list[tuple[str, str, object, str]]:
    """Every setting: section, name, default, description (for the documentation)."""
    listed: list[tuple[str, str, object, str]] = []
    for section, info in Settings.model_fields.items():
        model = info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            for name, field in model.model_fields.items():
                listed.append((section, name, field.default, field.description or ""))
    return listed


def place_fields() -> list[tuple[str, str, object, str]]:
    """The settings of each [[places]], as `fields`; they stand in the settings file only."""
    return [
        ("places", name, field.get_default(), field.description or "")
        for name, field in PlaceSettings.model_fields.items()
    ]


def variable(section: str, name: str) -> str:
    """The name of a setting in the environment."""
    return f"{PREFIX}{section}_{name}".upper()


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{path} can't be read as TOML ({error}): mend that line") from error
    except OSError as error:
        raise Misconfigured(f"{path} can't be read ({error.strerror}): check its rights") from error


def _dotenv(path: Path) -> dict[str, str]:
    try:
        if not path.exists():
            return {}
        return {name: value or "" for name, value in dotenv_values(path, interpolate=False).items()}
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{path} can't be read ({error}): check its rights and that it is UTF-8 text") from error


def _refuse_secrets(values: dict[str, Any]) -> None:
    for section, name in _secrets():
        if isinstance(values.get(section), dict) and values[section].get(name):
            raise Misconfigured(
                f"{section}.{name} is a secret and stands in {SETTINGS_FILE}: move it to {SECRETS_FILE} "
                f"as {variable(section, name)}=…"
            )


def _secrets() -> list[tuple[str, str]]:
    """Settings that hold a key. A database address may hold a password but is no secret without one."""
    return [(section, name) for section, name, _default, description in fields() if description.startswith("secret")]


def _overlay(values: dict[str, Any], name: str, value: str, source: object) -> None:
    """Put `WALLFLOWER_SECTION_NAME` (or `…SECTION__NAME`) into its place."""
    section, _, field = name.removeprefix(PREFIX).lower().partition("_")
    if section == "home":
        return
    if section not in Settings.model_fields or not field.strip("_"):
        raise Misconfigured(
            f"{_on_one_line(name)} in {source} is no setting of Wallflower's: see `wallflower settings` for all of them"
        )
    if section == "places":
        raise Misconfigured(f"{_on_one_line(name)} in {source}: places are set as [[places]] in {SETTINGS_FILE} only")
    place = values.setdefault(section, {})
    if not isinstance(place, dict):
        raise Misconfigured(f"[{section}] in {SETTINGS_FILE} must be a section, not a value")
    place[field.lstrip("_")] = value


def _explain(error: ValidationError, file: Path) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = _on_one_line(".".join(str(part) for part in first["loc"]))
    if first["type"] == "extra_forbidden":
        return f"{where} is no setting of Wallflower's (looked in {file} and the environment)"
    if first["type"] == "model_type":
        return f"{where} in {file} must be a section: write [{where}] and its settings below"
    if first["type"] == "tuple_type" and where == "places":
        return f"places in {file} must be a list: write [[places]] above the settings of each place"
    what = first["msg"].removeprefix("Value error, ")
    return f"the setting {where} is wrong: {what}"


def _on_one_line(name: str) -> str:
    """A name as somebody wrote it, but with what no terminal or log should be given spelled out."""
    return name if name.isprintable() else ascii(name)
