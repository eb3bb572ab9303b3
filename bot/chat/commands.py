"""Every command, once: its names, what answers it, its line in /help. Who may use it stands in rights.py."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.chat import members, privacy, questions, roles
from bot.chat.albums import album
from bot.chat.answer import Answer, Handler, Reach, Request
from bot.chat.audit import audit
from bot.chat.banned_words import banned_words
from bot.chat.chance import chance
from bot.chat.console import console
from bot.chat.memes import meme
from bot.chat.own_templates import own_template
from bot.chat.pause import pause, resume
from bot.chat.queue import queue
from bot.chat.quiet import quiet
from bot.chat.rights import LEAST_ROLE
from bot.chat.schedule import schedule
from bot.chat.start import start
from bot.chat.stats import stats
from bot.chat.temperature import temperature
from bot.chat.templates import templates
from bot.chat.top import top
from bot.chat.words import Words
from bot.domain.limits import Kind
from bot.domain.member import Role


@dataclass(frozen=True, slots=True)
class Row:
    """`name` and `aliases` in lower case, without a slash. What `limited_by` is None for counts itself."""

    name: str
    aliases: tuple[str, ...]
    answer: Handler
    help: Callable[[Words], str]
    limited_by: Kind | None = Kind.COMMAND

    @property
    def right(self) -> str:
        """The command's line in the table of who may do what."""
        return f"/{self.name}"

    @property
    def role(self) -> Role:
        """The lowest that may use the command at all; a handler may ask for more for a part of it."""
        return LEAST_ROLE[self.right]


async def show_help(request: Request, reach: Reach) -> Answer:
    """What the person's role may do."""
    lines = [f"/{row.name}: {row.help(request.words)}" for row in COMMANDS if row.role <= request.role]
    return request.reply("\n".join([request.words.help_title, *lines]))


COMMANDS = (
    Row("meme", ("мем",), meme, lambda words: words.help_meme, limited_by=None),
    Row("templates", ("шаблоны",), templates, lambda words: words.help_templates),
    Row("text", ("текст",), members.text, lambda words: words.help_text, limited_by=None),
    Row("top", ("топ", "лучшее"), top, lambda words: words.help_top),
    Row("help", ("помощь", "справка"), show_help, lambda words: words.help_help),
    Row("start", ("старт", "начать"), start, lambda words: words.help_start),
    Row("language", ("язык", "lang"), members.language, lambda words: words.help_language),
    Row("queue", ("очередь",), queue, lambda words: words.help_queue),
    Row("album", ("альбом",), album, lambda words: words.help_album),
    Row("cancel", ("отмена",), questions.cancel, lambda words: words.help_cancel),
    Row("words", ("слова",), banned_words, lambda words: words.help_words),
    Row("role", ("роль",), roles.role, lambda words: words.help_role),
    Row("roles", ("роли",), roles.roles, lambda words: words.help_roles),
    Row("ban", ("бан", "забанить"), roles.ban, lambda words: words.help_ban),
    Row("unban", ("разбан", "разбанить"), roles.unban, lambda words: words.help_unban),
    Row("schedule", ("расписание",), schedule, lambda words: words.help_schedule),
    Row("stats", ("статистика",), stats, lambda words: words.help_stats),
    Row("pause", ("пауза",), pause, lambda words: words.help_pause),
    Row("resume", ("продолжить",), resume, lambda words: words.help_resume),
    Row("quiet", ("тихо", "тишина"), quiet, lambda words: words.help_quiet),
    Row("chance", ("шанс",), chance, lambda words: words.help_chance),
    Row("temperature", ("температура",), temperature, lambda words: words.help_temperature),
    Row("audit", ("журнал",), audit, lambda words: words.help_audit),
    Row("console", ("консоль", "пульт"), console, lambda words: words.help_console),
    Row("template", ("шаблон",), own_template, lambda words: words.help_template),
    Row("privacy", ("приватность", "данные"), privacy.privacy, lambda words: words.help_privacy),
    Row("mydata", ("моиданные",), privacy.my_data, lambda words: words.help_my_data),
    Row("forgetme", ("забудьменя",), privacy.forget_me, lambda words: words.help_forget_me),
    Row("rememberme", ("вспомнименя",), privacy.remember_me, lambda words: words.help_remember_me),
    Row("forget", ("забыть",), privacy.forget, lambda words: words.help_forget),
)

_BY_NAME = {name: row for row in COMMANDS for name in (row.name, *row.aliases)}


def find(name: str) -> Row | None:
    """The row of a command by its name or an alias, in lower case."""
    return _BY_NAME.get(name)


def menu(words: Words, role: Role) -> list[tuple[str, str]]:
    """Names and descriptions for a platform's own list of commands."""
    return [(row.name, row.help(words)) for row in COMMANDS if row.role <= role]
