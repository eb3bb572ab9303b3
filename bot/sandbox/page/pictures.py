"""The bytes behind a picture's path on the page. Only what a browser shows as a picture ever leaves by it."""

from __future__ import annotations

import re

from bot.sandbox.stage import Stage

_NAMED = re.compile(r"(photo|doc)(-?[0-9]{1,18})_([0-9]{1,18})")
_KINDS = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))


def find(stage: Stage, platform: str, name: str) -> tuple[bytes, str] | None:
    """A picture and its media type; None where there is none by this name, or it is no picture."""
    body = _of_telegram(stage, name) if platform == "telegram" else _of_vk(stage, name)
    if body is None:
        return None
    kind = next((kind for beginning, kind in _KINDS if body.startswith(beginning)), None)
    return None if kind is None else (body, kind)


def _of_telegram(stage: Stage, name: str) -> bytes | None:
    file = stage.telegram.backend.state.files.get(name)
    return None if file is None else file.content


def _of_vk(stage: Stage, name: str) -> bytes | None:
    match = _NAMED.fullmatch(name)
    if match is None:
        return None
    named = int(match[2]), int(match[3])
    found = stage.vk.world.photos.get(named) if match[1] == "photo" else stage.vk.world.docs.get(named)
    return None if found is None else found.body
