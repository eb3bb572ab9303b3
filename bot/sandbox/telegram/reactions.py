"""The reactions that Telegram knows, and the reading of what a bot wants to set."""

from __future__ import annotations

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.state import JsonObject

_STANDARD = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 "
    "💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
EMOJI = frozenset(_STANDARD.split())
MAX_BOT_REACTIONS = 1


def emoji_reaction(emoji: str) -> JsonObject:
    """A ReactionTypeEmoji. Raises BotApiError for an emoji that is no reaction."""
    plain = emoji.replace("\ufe0f", "")
    if plain not in EMOJI:
        raise bad_request("REACTION_INVALID")
    return {"type": "emoji", "emoji": plain}


def read_reactions(given: object) -> list[JsonObject]:
    """The `reaction` parameter, decoded."""
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(reaction, dict) for reaction in given):
        raise bad_request("can't parse reaction types: expected an Array of ReactionType")
    if len(given) > MAX_BOT_REACTIONS:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in given:
        if reaction.get("type") != "emoji":
            raise bad_request("REACTION_INVALID")
    return [emoji_reaction(str(reaction.get("emoji"))) for reaction in given]
