"""Every command, once: its names, who may use it, what answers it, its line in /help."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.chat import members, moderation
from bot.chat.answer import Answer, Handler, Reach, Request
from bot.chat.pause import pause, resume
from bot.chat.queue import queue
from bot.chat.schedule import schedule
from bot.chat.stats import stats
from bot.chat.temperature import temperature
from bot.chat.words import Words
from bot.domain.member import Role


@dataclass(frozen=True, slots=True)
class Row:
    """`role` is the lowest that may use the command at all; a handler may ask for more for a part of it."""

    name: str
    aliases: tuple[str, ...]
    role: Role
    answer: Handler
    help: Callable[[Words], str]


async def show_help(request: Request, reach: Reach) -> Answer:
    """What the person's role may do."""
    lines = [f"/{row.name}: {row.help(request.words)}" for row in COMMANDS if row.role <= request.role]
    return request.reply("\n".join([request.words.help_title, *lines]))


COMMANDS = (
    Row("meme", ("мем",), Role.MEMBER, members.meme, lambda words: words.help_meme),
    Row("help", ("помощь", "справка"), Role.MEMBER, show_help, lambda words: words.help_help),
    Row("start", ("старт", "начать"), Role.MEMBER, members.start, lambda words: words.help_start),
    Row("language", ("язык", "lang"), Role.MEMBER, members.language, lambda words: words.help_language),
    Row("queue", ("очередь",), Role.MODERATOR, queue, lambda words: words.help_queue),
    Row("cancel", ("отмена",), Role.MODERATOR, moderation.cancel, lambda words: words.help_cancel),
    Row("schedule", ("расписание",), Role.ADMIN, schedule, lambda words: words.help_schedule),
    Row("stats", ("статистика",), Role.ADMIN, stats, lambda words: words.help_stats),
    Row("pause", ("пауза",), Role.ADMIN, pause, lambda words: words.help_pause),
    Row("resume", ("продолжить",), Role.ADMIN, resume, lambda words: words.help_resume),
    Row("temperature", ("температура",), Role.ADMIN, temperature, lambda words: words.help_temperature),
)

_BY_NAME = {name: row for row in COMMANDS for name in (row.name, *row.aliases)}


def find(name: str) -> Row | None:
    """The row of a command by its name or an alias, in lower case."""
    return _BY_NAME.get(name)


def menu(words: Words, role: Role) -> list[tuple[str, str]]:
    """Names and descriptions for a platform's own list of commands."""
    return [(row.name, row.help(words)) for row in COMMANDS if row.role <= role]
