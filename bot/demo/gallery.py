"""Pictures that the bot sent, as files: a terminal shows none."""

import hashlib
from pathlib import Path

from bot.sandbox.telegram.state import Message
from bot.sandbox.vk.state import Message as VkMessage
from bot.sandbox.vk.state import Post


class Gallery:
    """A folder of them; each is written when it is shown."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def telegram(self, message: Message) -> str:
        """The words of a message, below the name of its picture's file if it has one."""
        file = message.animation.file if message.animation is not None else None
        if message.photo is not None:
            file = message.photo.sizes[-1].file
        return self._shown(message.words.text, None if file is None else file.content)

    def vk(self, said: VkMessage | Post) -> str:
        """The same of a message or post on VK."""
        files = [one.photo or one.doc for one in said.attachments]
        return self._shown(said.text, next((file.body for file in files if file is not None), None))

    def _shown(self, words: str, picture: bytes | None) -> str:
        if picture is None:
            return words
        self._folder.mkdir(exist_ok=True)
        ending = "gif" if picture.startswith(b"GIF8") else "jpg"
        file = self._folder / f"{hashlib.sha256(picture).hexdigest()[:8]}.{ending}"
        file.write_bytes(picture)
        return f"a picture: {file}\n\n{words}".rstrip()
