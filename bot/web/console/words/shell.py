"""Words around every page: navigation, trouble, what is the same everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellWords:
    """One language."""

    to_content: str
    navigation: str
    log_out: str
    sessions: str
    language: str
    logged_in_as: str
    to_start: str
    stale: str

    forbidden_title: str
    forbidden: str
    forged_title: str
    forged: str
    not_found_title: str
    not_found: str
    invalid_title: str
    invalid: str
    too_many_title: str
    too_many: str
    busy_title: str
    busy: str
    broken_title: str
    broken: str


RU = ShellWords(
    to_content="К содержанию",
    navigation="Разделы",
    log_out="Выйти",
    sessions="Мои входы",
    language="English",
    logged_in_as="Вы вошли как",
    to_start="На главную",
    stale="Связь пропала: страница могла устареть.",
    forbidden_title="Сюда вам нельзя",
    forbidden="Для этой страницы нужна другая роль. Если она у вас должна быть, напишите владельцу сообщества.",
    forged_title="Действие не выполнено",
    forged=(
        "Эта форма устарела или пришла не с этой страницы. Ничего не изменилось. Вернитесь, обновите страницу и "
        "попробуйте ещё раз."
    ),
    not_found_title="Ничего не нашлось",
    not_found="Такой страницы нет — или того, о чём она была, уже нет.",
    invalid_title="Так не получится",
    invalid="В форме что-то не так. Ничего не изменилось. Вернитесь и проверьте, что вы ввели.",
    too_many_title="Слишком часто",
    too_many="Попробуйте снова через {wait_s} с.",
    busy_title="Сейчас не получилось",
    busy="База данных или сеть сейчас заняты. Попробуйте через несколько секунд.",
    broken_title="Что-то сломалось",
    broken="Это наша ошибка, она уже записана в журнал программы. Попробуйте ещё раз чуть позже.",
)

EN = ShellWords(
    to_content="Skip to content",
    navigation="Sections",
    log_out="Log out",
    sessions="My sessions",
    language="Русский",
    logged_in_as="You are",
    to_start="To the start page",
    stale="The connection is gone: this page may be out of date.",
    forbidden_title="Not for you",
    forbidden="This page needs another role. If you should have it, ask an owner of the community.",
    forged_title="Nothing was done",
    forged=(
        "This form is out of date, or did not come from this page. Nothing has changed. Go back, reload the page and "
        "try again."
    ),
    not_found_title="Nothing here",
    not_found="There is no such page, or what it was about is gone.",
    invalid_title="That won't do",
    invalid="Something in the form is not right. Nothing has changed. Go back and check what you entered.",
    too_many_title="Too many requests",
    too_many="Try again in {wait_s} s.",
    busy_title="Not just now",
    busy="The database or the network is busy. Try again in a few seconds.",
    broken_title="Something broke",
    broken="That is our mistake, and it is in the program's log already. Try again a little later.",
)

SHELL: Mapping[str, ShellWords] = MappingProxyType({"ru": RU, "en": EN})
