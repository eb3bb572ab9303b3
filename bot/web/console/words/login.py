"""Words of the pages by which people log in, and of their list of sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.session import LoginWay


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginWords:
    """One language."""

    title: str
    by_link: str
    by_link_how: str
    by_telegram: str
    by_telegram_how: str
    by_telegram_button: str
    by_owner: str
    by_owner_how: str
    by_owner_field: str
    enter: str
    as_whom: str
    as_whom_note: str

    link_stale: str
    proof_wrong: str
    proof_stale: str
    by_owner_wrong: str
    no_role: str
    another_way: str

    sessions_title: str
    sessions_note: str
    this_one: str
    began: str
    seen: str
    end: str
    end_all: str
    end_all_note: str
    ended: str
    ended_already: str
    unknown_device: str
    ways: Mapping[LoginWay, str]


RU = LoginWords(
    title="Вход",
    by_link="По ссылке от бота",
    by_link_how=(
        "Напишите боту в личные сообщения команду /console. Он пришлёт ссылку: "
        "она действует 10 минут и только один раз."
    ),
    by_telegram="Через Telegram",
    by_telegram_how="Telegram подтвердит, кто вы. Пароль не понадобится.",
    by_telegram_button="Войти через Telegram",
    by_owner="По паролю владельца",
    by_owner_how="Пароль задаётся на сервере командой wallflower console password.",
    by_owner_field="Пароль",
    enter="Войти",
    as_whom="Войти как {name}?",
    as_whom_note="Так вы войдёте в консоль в этом браузере. Если вы об этом не просили, просто закройте страницу.",
    link_stale=(
        "Эта ссылка уже не действует: ею воспользовались или прошло 10 минут. Попросите у бота новую командой /console."
    ),
    proof_wrong="Telegram этого не подтверждал. Попробуйте войти ещё раз.",
    proof_stale="Это подтверждение устарело или им уже воспользовались. Попробуйте войти ещё раз.",
    by_owner_wrong="Пароль не подошёл.",
    no_role="Вас бот знает, но консоль — только для модераторов и старше.",
    another_way="Другой способ войти",
    sessions_title="Мои входы",
    sessions_note="Браузеры, в которых вы сейчас вошли. Не узнаёте какой-то — завершите его.",
    this_one="этот браузер",
    began="Вход",
    seen="Последний раз",
    end="Завершить",
    end_all="Выйти везде",
    end_all_note="Завершает все входы, и этот тоже.",
    ended="Вход завершён.",
    ended_already="Этого входа уже нет.",
    unknown_device="неизвестный браузер",
    ways=MappingProxyType(
        {LoginWay.TELEGRAM: "через Telegram", LoginWay.LINK: "по ссылке", LoginWay.PASSWORD: "по паролю"}
    ),
)

EN = LoginWords(
    title="Log in",
    by_link="By a link from the bot",
    by_link_how="Write /console to the bot in a private chat. It sends a link that works once, within 10 minutes.",
    by_telegram="With Telegram",
    by_telegram_how="Telegram says who you are. No password is needed.",
    by_telegram_button="Log in with Telegram",
    by_owner="By the owner's password",
    by_owner_how="It is set on the server by wallflower console password.",
    by_owner_field="Password",
    enter="Log in",
    as_whom="Log in as {name}?",
    as_whom_note="This logs you in to the console in this browser. If you did not ask for it, just close the page.",
    link_stale=(
        "This link is good no more: it was used, or 10 minutes have passed. Ask the bot for another with /console."
    ),
    proof_wrong="Telegram did not confirm that. Try to log in again.",
    proof_stale="That confirmation is out of date, or was used already. Try to log in again.",
    by_owner_wrong="That is not the password.",
    no_role="The bot knows you, but the console is for moderators and above.",
    another_way="Another way to log in",
    sessions_title="My sessions",
    sessions_note="Browsers in which you are logged in. If you don't know one, end it.",
    this_one="this browser",
    began="Since",
    seen="Last seen",
    end="End",
    end_all="Log out everywhere",
    end_all_note="Ends all sessions, this one too.",
    ended="That session has ended.",
    ended_already="That session has ended already.",
    unknown_device="unknown browser",
    ways=MappingProxyType(
        {LoginWay.TELEGRAM: "by Telegram", LoginWay.LINK: "by a link", LoginWay.PASSWORD: "by password"}
    ),
)

LOGIN: Mapping[str, LoginWords] = MappingProxyType({"ru": RU, "en": EN})
