"""The pages for members, moderators and admins say what the table of rights says: all that a role may, and no more."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.chat.action import Verb
from bot.chat.commands import COMMANDS, find
from bot.chat.language import LANGUAGES
from bot.chat.rights import LEAST_ROLE
from bot.chat.words import Words
from bot.domain.member import Role
from bot.web.console.console import PAGES

DOCS = Path(__file__).parents[1] / "docs"
FOLDERS = {"en": DOCS, "ru": DOCS / "ru"}
NAMES = {Role.MEMBER: "members.md", Role.MODERATOR: "moderators.md", Role.ADMIN: "admins.md"}

# Parts of commands that ask for more than the command itself, as they are typed in either language.
PARTS = {
    "/language CODE": r"/(?:language|язык) (?:en|ru)`(?: \(`/language`\))? (?:in a group|в беседе)",
    "/queue N": r"/(?:queue|очередь) \d",
    "/words remove": r"/(?:words remove|слова убрать) ",
    "/role PERSON": r"/(?:role|роль) (?:@|\d)",
    "/schedule UNAPPROVED": r"/(?:schedule edit|расписание изменить) 3 (?:best|without|лучший|без)",
}

# What stands on buttons that do something; those that only lead somewhere have numbers and arrows.
LABELS: dict[Verb, Callable[[Words], str]] = {
    Verb.APPROVE: lambda words: words.button_approve,
    Verb.NOW: lambda words: words.button_now,
    Verb.REJECT: lambda words: words.button_reject,
    Verb.WHY: lambda words: words.button_why,
    Verb.EDIT: lambda words: words.button_edit,
    Verb.ANOTHER: lambda words: words.button_another,
    Verb.BAN: lambda words: words.button_ban,
    Verb.TAKE_BACK: lambda words: words.button_take_back,
    Verb.DROP: lambda words: words.button_drop,
    Verb.CANCEL: lambda words: words.button_cancel,
    Verb.TAKE_DOWN: lambda words: words.button_take_down,
    Verb.THERE: lambda words: words.button_there,
    Verb.AGAIN: lambda words: words.button_again,
    Verb.RETRY: lambda words: words.button_retry,
    Verb.POSTED: lambda words: words.button_posted,
    Verb.NOT_YET: lambda words: words.button_not_yet,
    Verb.FORGET_ME: lambda words: words.button_forget_me,
    Verb.LIKE: lambda _: "👍",
    Verb.DISLIKE: lambda _: "👎",
}
LEADING = {Verb.OPEN, Verb.PAGE, Verb.PICTURE, Verb.BOX, Verb.SHEET}

each_page = pytest.mark.parametrize(
    ("language", "role"), [(language, role) for language in FOLDERS for role in NAMES], ids=str
)


def page_of(language: str, role: Role) -> str:
    """The page of whoever has at least this role: owners read that of admins. Lines that were broken are whole."""
    name = NAMES[min(role, Role.ADMIN)]
    return re.sub(r"(?<!\|)\n[ ]*(?=\S)(?!\|)", " ", (FOLDERS[language] / name).read_text("utf-8"))


def named_on(page: str) -> set[str]:
    code = " ".join(re.findall(r"`[^`]+`", page))
    return set(re.findall(r"(?<![\w/.])/([^\W\d]\w*)(?![\w/])", code))


@each_page
def test_every_command_is_on_the_page_of_its_role(language: str, role: Role) -> None:
    named = named_on(page_of(language, role))
    rows = [row for row in COMMANDS if row.role == role]
    assert rows
    assert [row.name for row in rows if row.name not in named] == []


@each_page
def test_every_command_of_a_russian_page_has_its_russian_name_there(language: str, role: Role) -> None:
    if language != "ru":
        return
    named = named_on(page_of(language, role))
    assert [row.name for row in COMMANDS if row.role == role and named.isdisjoint(row.aliases)] == []


@each_page
def test_every_command_that_a_page_names_exists_and_is_for_its_reader(language: str, role: Role) -> None:
    rows = {name: find(name) for name in named_on(page_of(language, role))}
    assert [name for name, row in rows.items() if row is None] == []
    assert [name for name, row in rows.items() if row is not None and row.role > role] == []


def test_every_right_within_a_command_is_known_here() -> None:
    assert {right for right in LEAST_ROLE if right.startswith("/") and " " in right} == PARTS.keys()


@each_page
def test_what_asks_for_more_than_its_command_is_on_the_pages_of_who_may(language: str, role: Role) -> None:
    text = page_of(language, role)
    for right, pattern in PARTS.items():
        least = min(LEAST_ROLE[right], Role.ADMIN)
        if role is least:
            assert re.search(pattern, text), right
        if role < least:
            assert not re.search(pattern, text), right


def test_every_button_is_known_here() -> None:
    assert set(Verb) == LABELS.keys() | LEADING


@each_page
def test_every_button_is_on_the_page_of_its_role(language: str, role: Role) -> None:
    text, words = page_of(language, role), LANGUAGES[language]
    labels = {label(words): LEAST_ROLE[verb] for verb, label in LABELS.items()}
    assert [label for label, least in labels.items() if least is role and f"**{label}**" not in text] == []
    assert [label for label, least in labels.items() if least > role and f"**{label}**" in text] == []


@each_page
def test_every_page_of_the_console_is_on_the_page_of_its_role(language: str, role: Role) -> None:
    text = page_of(language, role)
    labels = {page.label[language]: LEAST_ROLE[page.right] for page in PAGES}
    assert [label for label, least in labels.items() if least is role and f"- **{label}**:" not in text] == []
    assert [label for label, least in labels.items() if least > role and f"- **{label}**:" in text] == []
