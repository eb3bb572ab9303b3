"""Telegram: the token, what the bot hears, and every channel, group and person that it is to write to."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.doctor.case import ANSWER_TIMEOUT_S, Case, Skew, skew
from bot.doctor.finding import Ailment, Finding, Level, Soundness
from bot.domain.member import Platform
from bot.errors import Misconfigured, Refused, Retryable
from bot.platforms.telegram import inspection
from bot.platforms.telegram.client import make_bot
from bot.platforms.telegram.inspection import Account
from bot.platforms.telegram.webhook import path_of

if TYPE_CHECKING:
    from aiogram import Bot

AREA = "telegram"

# As many people are asked about; a community with more of them has other worries.
_MOST_PEOPLE = 50
# What went wrong longer ago has long been mended by a repeat.
_OLD_NEWS = timedelta(hours=1)

ANSWERS = Soundness(AREA, "telegram-answers", "@{name} answers")
HEARS_GROUPS = Soundness(AREA, "telegram-hears", "it hears everything in groups")
INLINE = Soundness(AREA, "telegram-inline", "inline mode is on")
MAY_POST = Soundness(AREA, "telegram-may-post", "the bot may post at {place}")
MAY_SHOW = Soundness(AREA, "telegram-may-show", "cards can be shown in {chat}")
KNOWN = Soundness(AREA, "telegram-knows", "the bot has a chat with everybody who decides ({people})")
FETCHES = Soundness(AREA, "telegram-fetches", "the bot fetches its updates")
BRINGS = Soundness(AREA, "telegram-brings", "Telegram brings its updates to {host}")
NO_TOKEN = Ailment(
    AREA, "telegram-no-token", Level.BROKEN, "Telegram is on and has no token",
    "write WALLFLOWER_TELEGRAM_TOKEN=… (from @BotFather) into {file}",
)  # fmt: skip
TOKEN = Ailment(
    AREA, "telegram-token", Level.BROKEN, "{problem}", "take the token from @BotFather (/token) into {file}",
    meaning="Telegram refuses the token",
)  # fmt: skip
UNREACHABLE = Ailment(
    AREA, "telegram-unreachable", Level.BROKEN, "{problem}; nothing else was asked there",
    "see the network and telegram.api_url in the settings",
    meaning="Telegram does not answer; nothing else is asked there then",
)  # fmt: skip
WEBHOOK = Ailment(
    AREA, "telegram-webhook", Level.WARNING, "updates are sent to {host}, and until that ends this bot gets none",
    "start `wallflower run` anew: that sets it right; if it comes again, another program uses this token: /revoke it",
)  # fmt: skip
NO_WEBHOOK = Ailment(
    AREA, "telegram-no-webhook", Level.NOTE, "Telegram was not told yet where to bring updates",
    "nothing: `wallflower run` tells it",
)  # fmt: skip
WEBHOOK_FAILS = Ailment(
    AREA, "telegram-webhook-fails", Level.WARNING,
    "Telegram could not bring an update {age} ago: {problem}; {waiting} wait",
    "see that `wallflower run` is running, and that web.public_url leads to web.listen: the proxy and its certificate",
)  # fmt: skip
PRIVACY = Ailment(
    AREA, "telegram-privacy", Level.NOTE,
    "in groups the bot hears commands and replies alone: /chance works only where it is an administrator",
    "make it one there, or /setprivacy in @BotFather and add the bot to the group anew",
)  # fmt: skip
NO_INLINE = Ailment(
    AREA, "telegram-no-inline", Level.NOTE, "`@{name} words` in other chats is switched off", "/setinline in @BotFather"
)
PLACE_CLOSED = Ailment(
    AREA, "telegram-place", Level.BROKEN, "the bot can't post at {place}: {problem}",
    "make @{name} an administrator there who may post messages",
)  # fmt: skip
CHAT_CLOSED = Ailment(
    AREA, "telegram-chat", Level.BROKEN, "cards can't be shown in the chat {chat}: {problem}",
    "add @{name} to it, or take it out of moderation.chats",
)  # fmt: skip
STRANGER = Ailment(
    AREA, "telegram-stranger", Level.WARNING, "no cards and notices reach {person}: Telegram knows no chat with them",
    "have them press Start at https://t.me/{name}",
)  # fmt: skip


async def examine(case: Case, skews: list[Skew]) -> list[Finding]:
    """Ask Telegram; what it says of the time is added to `skews`."""
    chosen = case.settings.telegram
    if not chosen.enabled:
        return []
    token, file = chosen.token.get_secret_value(), case.home.folder / ".env"
    if not token:
        return [NO_TOKEN.found(file=file)]
    try:
        bot = make_bot(token, chosen.api_url, timeout_s=ANSWER_TIMEOUT_S)
    except Misconfigured as error:
        return [TOKEN.found(problem=error, file=file)]
    found: list[Finding] = []
    try:
        account = await inspection.account(bot)
        found.append(ANSWERS.found(name=account.name))
        before = case.surroundings.now()
        theirs = await inspection.server_time(chosen.api_url, ANSWER_TIMEOUT_S)
        skews.append(skew("Telegram", before, theirs, case.surroundings.now()))
        found += [finding async for finding in _asked(case, bot, account)]
    except Misconfigured as error:
        found.append(TOKEN.found(problem=error, file=file))
    except Retryable as error:
        found.append(UNREACHABLE.found(problem=error))
    finally:
        await bot.session.close()
    return found


async def _asked(case: Case, bot: "Bot", account: Account) -> AsyncIterator[Finding]:
    yield await _bringing(case, bot)
    yield HEARS_GROUPS.found() if account.hears_groups else PRIVACY.found()
    yield INLINE.found() if account.is_inline else NO_INLINE.found(name=account.name)
    for place in sorted(case.places):
        if place.platform is Platform.TELEGRAM:
            chat = place.name if place.name.startswith("@") else int(place.name)
            problem = await _obstacle(bot, account, chat)
            if problem is None:
                yield MAY_POST.found(place=place)
            else:
                yield PLACE_CLOSED.found(place=place, problem=problem, name=account.name)
    for number in case.group_chats(Platform.TELEGRAM):
        problem = await _obstacle(bot, account, number)
        if problem is None:
            yield MAY_SHOW.found(chat=str(number))
        else:
            yield CHAT_CLOSED.found(chat=str(number), problem=problem, name=account.name)
    people = case.numbers_of_staff(Platform.TELEGRAM)[:_MOST_PEOPLE]
    strangers = [person for person in people if not await _is_known(bot, person)]
    for person in strangers:
        yield STRANGER.found(person=f"telegram:{person}", name=account.name)
    if people and not strangers:
        yield KNOWN.found(people=len(people))


async def _bringing(case: Case, bot: "Bot") -> Finding:
    """How updates come."""
    is_brought = case.settings.telegram.webhook
    found = await inspection.webhook(bot, case.settings.web.public_url + path_of(bot.token))
    if found is None:
        return NO_WEBHOOK.found() if is_brought else FETCHES.found()
    if not (is_brought and found.is_ours):
        return WEBHOOK.found(host=found.host)
    age = None if found.problem_at is None else case.surroundings.now() - found.problem_at
    if age is not None and age < _OLD_NEWS:
        return WEBHOOK_FAILS.found(age=age, problem=found.problem, waiting=found.waiting)
    return BRINGS.found(host=found.host)


async def _obstacle(bot: "Bot", account: Account, chat: int | str) -> str | None:
    """Why nothing can be posted in a chat, or None."""
    try:
        standing = await inspection.standing(bot, account, chat)
    except Refused as refusal:
        return str(refusal)
    return None if standing.may_post else f"there it is “{standing.status}” without the right to post"


async def _is_known(bot: "Bot", person: int) -> bool:
    try:
        await inspection.knows(bot, person)
    except Refused:
        return False
    return True
