"""The question where the console is served."""

import socket

from bot.errors import Refused
from bot.init import explanations
from bot.init.answers import Answers
from bot.init.dialogue import Dialogue
from bot.init.notebook import Notebook

_USUAL_HOST, _USUAL_PORT = "127.0.0.1", 8080
_MOST_PORTS = 20


def ask_web(talk: Dialogue, notebook: Notebook, given: Answers) -> None:
    """Write down where HTTP is served; "" for nowhere."""
    talk.heading("The page in a browser")
    now = notebook.settings.web.listen
    if given.listen is None and not talk.asks:
        return
    talk.explain(explanations.CONSOLE)
    if given.listen is None and not talk.yes("Serve it?"):
        if now:
            notebook.set("web", listen="")
        return
    listen = talk.text("Address", _address, option="--listen", given=given.listen, default=now or _free())
    notebook.set("web", listen=listen)


def _address(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not (host and port.isascii() and port.isdigit() and 0 < int(port) <= 65_535):
        raise Refused("Write HOST:PORT, for example 127.0.0.1:8080")
    return text


def _free() -> str:
    """The usual address, or the next one that nobody listens at."""
    for port in range(_USUAL_PORT, _USUAL_PORT + _MOST_PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((_USUAL_HOST, port))
            except OSError:
                continue
            return f"{_USUAL_HOST}:{port}"
    return f"{_USUAL_HOST}:{_USUAL_PORT}"
