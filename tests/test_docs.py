"""README and docs tell the truth: every command, setting and link in them exists, and none is missing."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.chat.commands import COMMANDS
from bot.cli import VERBS, cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]


def test_every_verb_is_in_the_readme() -> None:
    assert {verb for verb in VERBS if f"wallflower {verb}" not in README} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_verb_that_a_page_names_exists(page: Path) -> None:
    code = " ".join(re.findall(r"`[^`]+`|^    .*$", page.read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bwallflower (?:--home \S+ )?([a-z]+)\b", code))
    assert named <= VERBS.keys()


def test_every_chat_command_is_in_the_readme() -> None:
    assert {row.name for row in COMMANDS if f"/{row.name}" not in README} == set()


def test_the_page_of_settings_is_what_the_code_says() -> None:
    written = (ROOT / "docs" / "settings.md").read_text("utf-8")
    generated = CliRunner().invoke(cli, ["settings", "--markdown"]).stdout
    assert generated in written, "run: wallflower settings --markdown, and put it into docs/settings.md"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8"))
    missing = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert missing == []
