"""The order of the questions, and what is said at their end."""

from collections.abc import Mapping

from bot.app import make_home
from bot.errors import Misconfigured
from bot.init import explanations
from bot.init.answers import Answers
from bot.init.community import ask_community
from bot.init.dialogue import Dialogue
from bot.init.first_steps import command, first_slot, places_of, read_posts, stock, train
from bot.init.notebook import Notebook
from bot.init.owners import ask_owners
from bot.init.telegram import ask_telegram
from bot.init.vk import ask_vk
from bot.init.web import ask_web
from bot.settings import Home, Settings, variable
from bot.storage.holding import held


def walk(talk: Dialogue, home: Home, given: Answers, environment: Mapping[str, str]) -> None:
    """Ask everything and do the first steps. Raises what a person can mend; what was answered until then is kept."""
    talk.explain(explanations.WELCOME.format(command=command(home, "init")))
    make_home(home)
    with held(home.folder):
        notebook = Notebook(home, environment)
        if notebook.files:
            shown = " and ".join(file.name for file in notebook.files)
            talk.explain(f"{home.folder} has {shown} already: Enter keeps what they say, and nothing in them is lost.")
            if not talk.yes("Go on, and change them where you answer something else?"):
                return
        ask_community(talk, notebook, given)
        ask_vk(talk, notebook, given)
        ask_telegram(talk, notebook, given)
        _refuse_nothing(notebook.settings)
        _keep_database(notebook, environment)
        ask_owners(talk, notebook, given)
        ask_web(talk, notebook, given)
        read_posts(talk, notebook, given, stock(notebook))
        train(talk, notebook, given, stock(notebook))
        first_slot(talk, notebook, given, stock(notebook))
        _end(talk, notebook)


def _refuse_nothing(settings: Settings) -> None:
    if not (settings.vk.enabled or settings.telegram.enabled):
        raise Misconfigured("neither VK nor Telegram is on, so there is nothing to run: begin again with one of them")


def _keep_database(notebook: Notebook, environment: Mapping[str, str]) -> None:
    """An address of a database that came with the environment is kept as keys are: it may hold a password."""
    url = environment.get(variable("database", "url"))
    if url:
        notebook.keep_secret("database", "url", url)


def _end(talk: Dialogue, notebook: Notebook) -> None:
    home, settings = notebook.home, notebook.settings
    has_voice = (home.checkpoints / "live").exists()
    talk.heading("Ready" if has_voice else "Nearly ready")
    if not has_voice:
        talk.say("Before the bot can write it has to be trained:")
        talk.set_off(command(home, "train"))
    talk.say("Start the bot; Ctrl-C ends it:")
    talk.set_off(command(home, "run"))
    waits = "Within a minute drafts come as cards to every owner" if settings.roles.owners else "Drafts come as cards"
    places = ", ".join(map(str, places_of(settings)))
    talk.say(f"{waits}: approve one, and it goes out at the next slot" + (f" to {places}." if places else "."))
    if settings.web.listen:
        talk.say(
            f"The console is at http://{settings.web.listen}/console/ while the bot runs; /console in chat logs you in."
        )
    talk.say("Whenever something is amiss, this says what, and what mends it:")
    talk.set_off(command(home, "doctor"))
