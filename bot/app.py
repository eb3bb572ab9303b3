"""Builds things: settings in, adapters and flows out. What `wallflower run` alone needs is built by running.py."""

import contextlib
import os
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot import logs
from bot.domain.derived_secret import hook_secrets
from bot.domain.member import Platform
from bot.errors import Misconfigured
from bot.flow.authors import AuthorHash
from bot.flow.caption_corpus import write_originals
from bot.flow.cleaning import remake_corpus
from bot.flow.compose import Compose, WritingStyle
from bot.flow.forget import Forget
from bot.flow.forgotten_guard import ForgottenGuard
from bot.flow.guarding import GuardedWriter, GuardRules
from bot.flow.phrases import PhraseHash
from bot.flow.scrape import Scrape
from bot.flow.wall_learning import WallLearning
from bot.flow.watched_writer import WatchedWriter
from bot.painter.client import PainterProcess
from bot.painter.keeper import ProcessTemplates
from bot.pictures.by_author import PicturesByAuthor
from bot.pictures.library import Library
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.failures import KeyKind
from bot.platforms.vk.keys import VkClients
from bot.platforms.vk.owner import resolve_owner
from bot.platforms.vk.pace import Paces
from bot.platforms.vk.photos import VkPhotos
from bot.platforms.vk.wall import VkWall
from bot.ports import Meter, TemplateKeeper, Writer
from bot.settings import Home, Settings
from bot.storage import schema
from bot.storage.banned_words import BannedWords
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.forgetting import Forgetting
from bot.storage.holding import held
from bot.storage.opt_outs import OptOuts
from bot.storage.posts import Posts
from bot.storage.queue import Queue
from bot.writer.client import WriterProcess
from bot.writer.protocol import Refusal

if TYPE_CHECKING:
    from bot.pictures.painter import PillowPainter


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        return datetime.now(UTC)


def set_up_logs(settings: Settings) -> None:
    """Log as the settings say, never a key."""
    logs.set_up(settings.log.level, json_lines=settings.log.json_lines, secrets=secrets_of(settings))


def secrets_of(settings: Settings) -> list[str]:
    """What no log may hold; some may be empty."""
    keys = (
        settings.vk.service_key, settings.vk.community_key, settings.vk.user_key, settings.telegram.token,
        settings.database.url,
    )  # fmt: skip
    hooks = {Platform.TELEGRAM: settings.telegram.token, Platform.VK: settings.vk.community_key}
    derived = [hook_secrets(platform, key.get_secret_value()) for platform, key in hooks.items()]
    return [*(key.get_secret_value() for key in keys), *_password(settings), *(one for both in derived for one in both)]


def _password(settings: Settings) -> list[str]:
    """That of the database, if its address has one."""
    with contextlib.suppress(ArgumentError):  # an address that is none is refused when it is opened
        return [make_url(settings.database.url.get_secret_value()).password or ""]
    return []


def make_home(home: Home) -> None:
    """Make the folder. Raises Misconfigured when that can't be."""
    try:
        home.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(
            f"the folder {home.folder} can't be made ({error.strerror}): name another one with --home"
        ) from error


@asynccontextmanager
async def opened(home: Home, settings: Settings) -> AsyncIterator[Database]:
    """The home's database with this version's tables. Raises Misconfigured, and Refused while it is being restored."""
    make_home(home)
    with held(home.folder):
        database = Database(home.database_url(settings))
        try:
            await schema.check(database)
            yield database
        finally:
            await database.close()


def author_hash(home: Home) -> AuthorHash:
    """The hash of this home; its key is made at the first call. Raises Misconfigured when the key is damaged."""
    path = home.author_key_file
    if not path.exists():
        made = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_hex(32) + "\n", "ascii")
        # Of two processes that start at once the first one's key counts.
        with contextlib.suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    try:
        return AuthorHash(bytes.fromhex(path.read_text("ascii").strip()))
    except ValueError as error:
        raise Misconfigured(
            f"{path} is damaged: put it back from a copy. Without it the authors of stored posts can't be told any more"
        ) from error


def vk_clients(settings: Settings, paces: Paces | None = None, meter: Meter | None = None) -> VkClients:
    """A client for each key that is set; `paces` are those of the keys that others in this process use too."""
    vk = settings.vk
    shared = paces or Paces()

    def client(key: str, kind: KeyKind) -> VkClient | None:
        if not key:
            return None
        pace = None if kind is KeyKind.COMMUNITY else shared.of(vk.api_url, key, vk.requests_per_s)
        return VkClient(key, vk.api_url, kind=kind, pace=pace, timeout_s=vk.timeout_s, meter=meter)

    return VkClients(
        service=client(vk.service_key.get_secret_value(), KeyKind.SERVICE),
        community=client(vk.community_key.get_secret_value(), KeyKind.COMMUNITY),
        user=client(vk.user_key.get_secret_value(), KeyKind.USER),
    )


@asynccontextmanager
async def scraping(home: Home, settings: Settings) -> AsyncIterator[Scrape]:
    """Everything that a scrape needs. Raises Misconfigured when no key or no wall is set."""
    clients = vk_clients(settings)
    try:
        wall = await own_wall(clients, settings)
        async with opened(home, settings) as database:
            yield Scrape(wall, Posts(database), author_hash(home), SystemClock())
    finally:
        clients.close()


async def own_wall(clients: VkClients, settings: Settings) -> VkWall:
    """The community's wall, by a key that may read it. Raises Misconfigured when no key or no wall is set."""
    if not clients.readers:
        raise Misconfigured("no key may read the wall: put WALLFLOWER_VK_SERVICE_KEY=… (VK's service key) into .env")
    reader = clients.readers[0]
    if not settings.vk.wall and not settings.vk.group_id:
        raise Misconfigured("no wall is named: set group_id (or wall) under [vk] in wallflower.toml")
    owner = await resolve_owner(reader, settings.vk.wall) if settings.vk.wall else -settings.vk.group_id
    return VkWall(reader, owner)


@asynccontextmanager
async def learning_from_wall(home: Home, settings: Settings) -> AsyncIterator[WallLearning]:
    """Everything that it takes to learn templates from the wall. Raises Misconfigured as `scraping`.

    Photos are opened in the painter's process, as strangers' always are.
    """
    clients = vk_clients(settings)
    try:
        wall = await own_wall(clients, settings)
        async with opened(home, settings) as database, PainterProcess() as process:
            keeper = ProcessTemplates(process, home.templates, home.pictures)
            yield wall_learning(home, wall, keeper, database)
    finally:
        clients.close()


def wall_learning(home: Home, wall: VkWall, keeper: TemplateKeeper, database: Database) -> WallLearning:
    """Learning from this wall."""
    photos, pictures = VkPhotos(may_be_local=wall.is_local), PicturesByAuthor(home.templates, home.pictures)
    return WallLearning(wall, photos, keeper, pictures, author_hash(home), OptOuts(database))


@asynccontextmanager
async def writing(
    home: Home,
    settings: Settings,
    database: Database | None = None,
    *,
    guarded: bool = True,
    on_refusal: Callable[[Refusal], None] | None = None,
    watch: WatchedWriter | None = None,
) -> AsyncIterator[Writer]:
    """The writer process on this home's live checkpoint, behind the guards (off: for an operator's eyes only).

    `database` holds the words that moderators banned in chat and what is known of forgotten posts. `on_refusal` hears
    of live checkpoints that can't be written with; `watch` sees the process and what it writes.
    """
    empty_lines = settings.corpus.empty_lines
    write_captions(home, settings)
    async with WriterProcess(
        home.checkpoints,
        home.corpus_file,
        empty_lines=empty_lines,
        captions=home.captions_file,
        on_refusal=on_refusal,
        on_start=None if watch is None else watch.started,
    ) as process:
        writer = process if watch is None else watch.over(process, lambda: process.pid)
        if not guarded:
            yield writer
        elif database is None:
            yield GuardedWriter(writer, guard_rules(settings))
        else:
            passing = GuardedWriter(writer, guard_rules(settings), BannedWords(database))
            yield ForgottenGuard(passing, OptOuts(database), PhraseHash(author_hash(home)))


def painter(home: Home, settings: Settings) -> "PillowPainter":
    """A painter in this process, for a verb: this home's own templates and those that come with Wallflower."""
    from bot.pictures.painter import PillowPainter  # noqa: PLC0415 - the running bot has a process for it

    return PillowPainter(home.templates, watermark=settings.pictures.watermark)


def write_captions(home: Home, settings: Settings) -> None:
    """Tell the writer which captions the templates come with: a network may have learned them, but not copy them."""
    try:
        write_originals(Library(home.templates).templates(), home.captions_file, settings.corpus.empty_lines)
    except OSError as error:
        raise Misconfigured(f"{home.captions_file} can't be written ({error.strerror}): check its rights") from error


def guard_rules(settings: Settings) -> GuardRules:
    """What the guards let pass, from the settings."""
    chosen = settings.writing
    return GuardRules(
        candidates=chosen.candidates,
        tries=chosen.tries,
        copied_characters=chosen.copied_chars,
        copied_share=chosen.copied_share,
        looped_share=chosen.looped_share,
        known_words=chosen.known_words,
        min_characters=chosen.min_chars,
        max_lines=chosen.max_lines,
        banned_words=chosen.banned_words,
        ban_coarse=chosen.ban_coarse_words,
    )


def style(settings: Settings) -> WritingStyle:
    """How drafts are written, from the settings."""
    chosen = settings.writing
    return WritingStyle(
        chosen.temperature, chosen.max_chars, chosen.top_k or None, chosen.top_p if chosen.top_p < 1 else None
    )


def forgetter(home: Home, settings: Settings, database: Database) -> Forget:
    """Forgetting in this home."""
    rules, empty_lines = settings.corpus.rules(), settings.corpus.empty_lines

    async def rewrite_corpus() -> None:
        await remake_corpus(Posts(database), rules, home.corpus_file, empty_lines)
        if home.captions_file.exists():
            write_captions(home, settings)

    pictures = PicturesByAuthor(home.templates, home.pictures)
    return Forget(Forgetting(database), OptOuts(database), author_hash(home), pictures, rewrite_corpus, SystemClock())


async def opted_out(home: Home, settings: Settings) -> frozenset[str]:
    """The hashes of all authors from whom nothing may be learned."""
    async with opened(home, settings) as database:
        return await OptOuts(database).authors()


def composer(database: Database, writer: Writer, settings: Settings) -> Compose:
    """Compose on this database."""
    return Compose(writer, Queue(database), Community(database), SystemClock(), style(settings))
