"""Files: getFile, and what is accepted as a photo or an animation."""

from __future__ import annotations

import asyncio

from bot.sandbox.telegram.animations import read_animation
from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.objects import file_id, unique_id_of
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.photos import read_photo
from bot.sandbox.telegram.state import Animation, BotAccount, FileKind, JsonObject, Photo, StoredFile

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024


async def get_file(backend: Backend, bot: BotAccount, parameters: Parameters) -> JsonObject:
    given = parameters.text("file_id").strip()
    if not given:
        raise bad_request("file_id not specified")
    file = find_file(backend, bot, given)
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {
        "file_id": file_id(bot.id, file),
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_path": file.path,
    }


def find_file(backend: Backend, bot: BotAccount, given_file_id: str) -> StoredFile | None:
    """A file by a file_id that this bot was given; other bots' ids are worth nothing to it."""
    unique_id = unique_id_of(bot.id, given_file_id)
    return None if unique_id is None else backend.state.files.get(unique_id)


async def take_photo(backend: Backend, bot: BotAccount, parameters: Parameters, given: str, name: str) -> Photo:
    """The photo that `given` (attach://…, a file_id, or nothing with an upload called `name`) stands for."""
    upload = parameters.upload(given, name)
    if upload is not None:
        photo = await asyncio.to_thread(read_photo, upload.content)
        keep_photo(backend, photo)
        return photo
    if not given or given.startswith("attach://"):
        raise bad_request("there is no photo in the request")
    if given.startswith(("http://", "https://")):
        # The sandbox reaches nothing outside the machine.
        raise bad_request("failed to get HTTP URL content")
    file = find_file(backend, bot, given)
    if file is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    _check_kind(file, "photo")
    return backend.state.photos[file.unique_id]


async def take_animation(backend: Backend, bot: BotAccount, parameters: Parameters, given: str, name: str) -> Animation:
    """The animation that `given` stands for, as in `take_photo`."""
    upload = parameters.upload(given, name)
    if upload is not None:
        animation = await asyncio.to_thread(read_animation, upload.content)
        backend.state.files[animation.file.unique_id] = animation.file
        backend.state.animations[animation.file.unique_id] = animation
        return animation
    if not given or given.startswith("attach://"):
        raise bad_request("there is no animation in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    file = find_file(backend, bot, given)
    if file is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    _check_kind(file, "animation")
    return backend.state.animations[file.unique_id]


def _check_kind(file: StoredFile, wanted: FileKind) -> None:
    if file.kind != wanted:
        raise bad_request(f"can't use file of type {file.kind.capitalize()} as {wanted.capitalize()}")


def keep_photo(backend: Backend, photo: Photo) -> None:
    for size in photo.sizes:
        backend.state.files[size.file.unique_id] = size.file
        backend.state.photos[size.file.unique_id] = photo
