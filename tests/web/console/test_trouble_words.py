"""Each warning and error that the bot logs has its Russian on the health page."""

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.web.console.words.troubles import SENTENCES

BOT = Path(__file__).parents[3] / "bot"
# What these say goes to a terminal, or to the log of a process of its own.
ELSEWHERE = ("sandbox", "demo", "init", "backup")
OTHER_PROCESSES = {BOT / "writer" / "live.py", BOT / "writer" / "originals.py"}
LOGGING = {"warning", "error", "exception", "critical", "tell"}


def logged() -> Iterator[str]:
    """Sentences of the log; `tell` is what a place of the code calls its choice of a level."""
    for file in BOT.rglob("*.py"):
        if file.relative_to(BOT).parts[0] in ELSEWHERE or file in OTHER_PROCESSES:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr=name) | ast.Name(id=name), args=[ast.Constant(value=str() as told), *_]
                ):
                    if name in LOGGING:
                        yield told


def test_each_trouble_of_the_log_has_its_russian_and_no_other_has() -> None:
    assert set(logged()) == SENTENCES.keys()
