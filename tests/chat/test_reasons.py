"""The bot's own reasons are told in Russian, and what others said is left as they said it."""

import ast
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest

from bot.chat.reasons import Reasons
from bot.chat.reasons_ru import TABLE, in_russian
from bot.chat.words_en import ENGLISH
from bot.chat.words_ru import RUSSIAN
from bot.domain.problem import Problem
from bot.platforms.vk.failures import ApiRefusalError, Call, KeyKind, failure_of

ROOT = Path(__file__).parents[2]

# Whose errors reach a chat or the console: what is written, drawn, sent, read, trained, stored.
TOLD = ("bot/flow", "bot/platforms", "bot/pictures", "bot/painter", "bot/writer", "bot/storage", "bot/chat/delivery.py",
        "bot/laboratory.py", "bot/retraining.py", "bot/choosing.py", "bot/disk.py", "bot/housework.py",
        "bot/evaluating.py", "model/checkpoint.py")  # fmt: skip
ERRORS = {"Retryable", "Refused", "Misconfigured", "NoKeyMay", "Unsure", "Unlearned", "UnusableCheckpoint", "Older",
          "Newer", "PainterDied", "kind", "_answer_lost"}  # fmt: skip
# A template's file is mended by whoever writes it, with its English keys before them.
UNTOLD = {"{}: {} {}"}


def shape(node: ast.expr) -> str | None:
    """A text of the code with `{}` for each value; values side by side count as one."""
    match node:
        case ast.Constant(value=str() as text):
            found = of_template(text)
        case ast.JoinedStr():
            found = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        case _:
            return None
    return squeezed(found)


def of_template(text: str) -> str:
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return text
    return squeezed("".join(literal + ("" if name is None else "{}") for literal, name, _, _ in parts))


def squeezed(text: str) -> str:
    while "{}{}" in text:
        text = text.replace("{}{}", "{}")
    return text


def nodes(*places: str) -> Iterator[ast.AST]:
    for place in places:
        path = ROOT / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            if not file.name.startswith("reasons"):
                yield from ast.walk(parsed(file))


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_each_line_is_still_said_by_the_code() -> None:
    """In these words: what nobody says any more would be a line for nothing."""
    said = {shape(node) for node in nodes("bot", "model") if isinstance(node, ast.expr)}
    assert [english for english in TABLE if of_template(english) not in said] == []


def test_each_reason_that_may_be_told_has_its_line() -> None:
    """A new one belongs into bot/chat/reasons_ru.py."""
    calls = (node for node in nodes(*TOLD) if isinstance(node, ast.Call))
    raised = chain.from_iterable(
        call.args for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) in ERRORS
    )
    shapes = {found for found in map(shape, raised) if found is not None and " " in found}
    assert shapes - {of_template(english) for english in TABLE} - UNTOLD == set()


@pytest.mark.parametrize("english", TABLE)
def test_a_line_tells_the_same_values_in_both_languages(english: str) -> None:
    assert names(english) == names(TABLE[english])


def test_what_others_said_is_left_as_it_was() -> None:
    assert in_russian("Access denied") == "Access denied"
    assert RUSSIAN.why(None) == ""
    assert ENGLISH.why("it was ended") == "it was ended"


def test_a_value_that_is_a_reason_is_told_too() -> None:
    """An error of VK's that quotes what to do about it, down to the name of the key."""
    error = failure_of(ApiRefusalError(5, "User authorization failed"), Call("wall.post", KeyKind.USER, False))
    assert in_russian(str(error)) == (
        "ВКонтакте отказал (wall.post, ошибка 5): ключ vk.user_key неверен, устарел или отозван. Сделайте новый и "
        "впишите его в настройки"
    )


def test_the_words_of_a_platform_stay_inside_a_reason() -> None:
    error = failure_of(ApiRefusalError(15, "Access denied: {no} braces"), Call("wall.get", KeyKind.SERVICE, True))
    assert in_russian(str(error)).startswith("ВКонтакте отказал (wall.get, ошибка 15): Access denied: {no} braces; про")


def test_the_line_that_says_the_most_is_taken() -> None:
    """Not the shorter one that fits as well."""
    told = Reasons({"{a} is off": "{a} нет", "{a} is off, but {b} is off": "{a} нет, хотя нет и {b}"})
    assert told("x is off, but y is off") == "x нет, хотя нет и y"
    assert told("x is off") == "x нет"
    assert told("x is on") == "x is on"


@pytest.mark.parametrize("hostile", ["VK refused " * 100 + "(error " * 50, "x: " * 660, "a: b. " * 330, "{}: " * 9_000])
def test_a_text_of_a_strangers_that_looks_like_many_reasons_is_left_as_it_was(hostile: str) -> None:
    """And one in another in another ends somewhere."""
    assert in_russian(hostile) == hostile


@pytest.mark.parametrize("problem", Problem)
def test_each_problem_that_is_recorded_has_words_of_its_own(problem: Problem) -> None:
    assert RUSSIAN.why(problem.value) == RUSSIAN.problems[problem]
    assert ENGLISH.why(problem.value) == ENGLISH.problems[problem]
