"""README and docs tell the truth: every command, setting and link in them exists, and none is missing."""

import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from bot.chat.commands import find
from bot.cli import VERBS, cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_verb_that_a_page_names_exists(page: Path) -> None:
    code = " ".join(re.findall(r"`[^`]+`|^    .*$", page.read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"\bwallflower (?:--home \S+ )?([a-z]+)\b", code))
    assert named <= VERBS.keys()


def test_every_chat_command_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"(?<![\w/.`)])`/([^\W\d]\w*)(?![\w/])", README))
    of_botfather = {"setinline", "setprivacy"}
    assert {name for name in named if find(name) is None} == of_botfather


def test_the_page_of_settings_is_what_the_code_says() -> None:
    written = (ROOT / "docs" / "settings.md").read_text("utf-8")
    generated = CliRunner().invoke(cli, ["settings", "--markdown"]).stdout
    assert generated in written, "run: wallflower settings --markdown, and put it into docs/settings.md"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text("utf-8"))
    missing = [target for target in targets if "://" not in target and not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "training-log.md"], ids=lambda page: page.name)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    """The log of trainings tells of how things were; what stands in capitals is for the reader to choose."""
    folders = "bot|model|corpus|tests|benchmarks|docs|deploy|migrations"
    named = re.findall(rf"`((?:{folders})/[\w./-]*)`", page.read_text("utf-8"))
    missing = [path for path in named if not re.search(r"\b[A-Z]{4,}", path) and not (ROOT / path).exists()]
    assert missing == []


def test_every_page_is_found_on_the_site() -> None:
    def pages(entries: object) -> list[str]:
        if isinstance(entries, str):
            return [entries]
        children = entries.values() if isinstance(entries, dict) else entries if isinstance(entries, list) else []
        return [page for child in children for page in pages(child)]

    listed = pages(yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"])
    assert sorted(listed) == sorted(str(page.relative_to(ROOT / "docs")) for page in PAGES[1:])
