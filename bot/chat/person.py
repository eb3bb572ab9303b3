"""Reads whom a command is about: a number, an address, a mention, a name, or whose message it answers."""

import re

from bot.chat.acquaintances import Acquaintances
from bot.chat.answer import Request
from bot.domain.member import Address, Platform

_MYSELF = {"me", "myself", "я", "меня", "себя"}

# Numbers of 15 digits are beyond every platform's and still fit.
_NUMBER = r"([1-9][0-9]{0,14})"
_ADDRESS = re.compile(rf"(telegram|vk):{_NUMBER}")
_VK = re.compile(rf"(?:\[id{_NUMBER}\|[^\[\]]*\]|@?id{_NUMBER}|(?:https?://)?(?:m\.)?vk\.(?:com|ru)/id{_NUMBER})")
_USERNAME = re.compile(r"@([A-Za-z0-9_]{1,32})")


def read_person(text: str, request: Request, acquaintances: Acquaintances) -> Address | None:
    """The person; None if nobody can be told from the text. An empty one means the author of the answered message."""
    if not text:
        return request.reply_author
    if text.lower() in _MYSELF:
        return request.sender
    platform = request.sender.platform
    found: Address | None = None
    if address := _ADDRESS.fullmatch(text.lower()):
        found = Address(Platform(address[1]), int(address[2]))
    elif re.fullmatch(_NUMBER, text):
        found = Address(platform, int(text))
    elif mention := _VK.fullmatch(text):
        found = Address(Platform.VK, int(mention[1] or mention[2] or mention[3]))
    elif name := _USERNAME.fullmatch(text):
        found = acquaintances.find(platform, name[1])
    return found if found is not None and found.is_person else None
