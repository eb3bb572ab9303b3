"""`wallflower …`: one verb a job. A person's mistake ends in one sentence and exit code 2, not in a traceback."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.late_verb import LateVerb

# What `wallflower --help` lists, in this order: the verb, where it is, and the beginning of its own help (a test holds
# them to it).
VERBS = {
    "init": (
        "bot.init_verbs:init",
        (
            "Make a home: ask for what is needed, check each key at once, read the wall, train. Can be stopped and run "
            "again."
        ),
    ),
    "import": (
        "bot.posts_verbs:import_",
        "Take the posts of a file into the database: all of them or, if the file is damaged, none.",
    ),
    "scrape": (
        "bot.posts_verbs:scrape",
        "Read the VK wall: new and edited posts; forget those that are gone. A killed scrape goes on.",
    ),
    "corpus": (
        "bot.training_verbs:corpus",
        "Clean the posts, write the corpus file, and say what was dropped and why.",
    ),
    "train": (
        "bot.training_verbs:train",
        "Make the corpus and fit a network to it. A killed training goes on where it last saved.",
    ),
    "write": ("bot.writing_verbs:write", "Write posts with the live checkpoint and print them; they go into no queue."),
    "queue": ("bot.writing_verbs:queue", "Show the drafts that wait for a decision or a slot."),
    "meme": (
        "bot.meme_verbs:meme",
        'Make a meme: `meme drake "my words" "and more" -o meme.png`; or with written ones, `meme --about mondays`.',
    ),
    "evaluate": (
        "bot.checkpoint_verbs:evaluate",
        "Measure a checkpoint: one table and one picture, beside a Markov chain and people's own held-out posts.",
    ),
    "doctor": (
        "bot.doctor_verbs:doctor",
        "Look the home, its keys and its platforms over, and say what mends each trouble. Changes nothing.",
    ),
    "hooks": (
        "bot.hook_verbs:hooks",
        "Show the address and the secret of each hook that is on, to be entered by hand where a key may not do it.",
    ),
    "backup": (
        "bot.backup_verbs:backup",
        "Save the home as one file, also while the bot runs: database, settings, corpus, checkpoints.",
    ),
    "restore": (
        "bot.backup_verbs:restore",
        "Make the home again from a bundle, on this machine or another one. Everything is checked first.",
    ),
    "forget": (
        "bot.privacy_verbs:forget",
        "Forget a person: remove their posts and traces, keep them away for good, mark what has learned from them.",
    ),
    "export": (
        "bot.privacy_verbs:export",
        "Write everything the home knows, or all of one person, as JSON lines in a ZIP archive.",
    ),
    "delete": (
        "bot.privacy_verbs:delete",
        "Delete a community: database, posts, corpus, checkpoints, settings, keys. There is no way back.",
    ),
    "run": ("bot.running_verbs:run", "Run the bot: chats, queue, schedule, publishing. Ctrl-C or SIGTERM ends it."),
    "migrate": ("bot.migration_verbs:migrate", "Bring the database to this version's tables."),
    "settings": (
        "bot.settings_verbs:settings",
        "List every setting with its name in the environment, its default and what it is for.",
    ),
    "commands": (
        "bot.manual_verb:commands",
        "Print every command with its options as Markdown, as docs/commands.md holds it.",
    ),
    "demo": (
        "bot.running_verbs:demo",
        "Walk the whole way on a VK and a Telegram of our own, on this machine: no token, no account, no network.",
    ),
    "checkpoint": ("bot.checkpoint_verbs:verbs", "List the checkpoints, choose the live one, compare two."),
    "role": ("bot.role_verbs:verbs", "List, grant and revoke roles; a running bot knows at once."),
    "template": ("bot.template_verbs:verbs", "Templates of memes: see them, add your own, learn them from pictures."),
    "audit": ("bot.audit_verbs:verbs", "Show who did what; `audit verify` checks that nobody changed the log."),
    "key": ("bot.key_verbs:verbs", "Keys of programs that ask over HTTP (web.listen in the settings)."),
    "console": ("bot.console_verbs:verbs", "Ways into the console (web.listen in the settings)."),
}


class _Verbs(TyperGroup):
    """All verbs, none of them imported yet."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands.update({name: LateVerb(name, where, told) for name, (where, told) in VERBS.items()})


cli = typer.Typer(
    name="wallflower",
    cls=_Verbs,
    help="Reads a community's wall, learns to write like it, and posts back what its moderators approve.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@cli.callback()
def _before(
    context: typer.Context,
    home: Annotated[
        Path,
        typer.Option(
            "--home",
            envvar="WALLFLOWER_HOME",
            help="folder with wallflower.toml and all data",
            show_default="the present folder",
        ),
    ] = Path(),
) -> None:
    context.obj = home


def main() -> None:
    """The console script."""
    cli()
