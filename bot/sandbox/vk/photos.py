"""photos.*: the address to upload to, and saving what was uploaded. The upload itself is in uploads.py."""

from __future__ import annotations

from bot.sandbox.vk.call import EDITING_ROLES, Call, Handler
from bot.sandbox.vk.errors import VkApiError, invalid
from bot.sandbox.vk.objects import photo_object
from bot.sandbox.vk.sending import open_conversation
from bot.sandbox.vk.state import Photo
from bot.sandbox.vk.uploads import SERVER_NUMBER, Ticket
from bot.sandbox.vk.world import Upload

WALL_ALBUM, MESSAGES_ALBUM = -14, -64


def _wall_owner(call: Call) -> int:
    """Minus the community whose wall the photo is for, or the user."""
    if "group_id" not in call.params:
        return call.viewer_id
    group = call.group(abs(call.params.integer("group_id")))
    if not call.has_role(group, EDITING_ROLES):
        raise VkApiError(203)
    return -group.id


def get_wall_upload_server(call: Call) -> object:
    owner_id = _wall_owner(call)
    return _upload_server(call, Ticket("wall", owner_id, call.viewer_id), WALL_ALBUM)


def get_messages_upload_server(call: Call) -> object:
    peer_id = call.params.integer("peer_id")
    speaker_id = call.acting_id()
    if peer_id:
        open_conversation(call, speaker_id, peer_id)
    return _upload_server(call, Ticket("messages", speaker_id, max(call.viewer_id, 0)), MESSAGES_ALBUM)


def _upload_server(call: Call, ticket: Ticket, album_id: int) -> dict[str, object]:
    answer: dict[str, object] = {
        "upload_url": f"{call.world.base_url}/upload?act=do_add&ticket={call.world.issue_ticket(ticket)}",
        "album_id": album_id,
        "user_id": ticket.user_id,
    }
    return answer | {"group_id": -ticket.owner_id} if ticket.owner_id < 0 else answer


def _claim(call: Call, purpose: str, owner_id: int) -> Upload:
    """What was uploaded under the answer that comes back here; each can be saved once."""
    params = call.params
    if params.required_text("photo") == "[]":
        raise invalid("photo is undefined")
    if params.integer("server") != SERVER_NUMBER:
        raise VkApiError(118)
    upload = call.world.uploads.get(params.text("hash"))
    if upload is None or (upload.purpose, upload.owner_id) != (purpose, owner_id):
        raise VkApiError(121)
    if upload.photo_field != params.text("photo"):
        raise invalid("photo is incorrect")
    del call.world.uploads[params.text("hash")]
    return upload


def _save(call: Call, upload: Upload, album_id: int, *, is_private: bool) -> list[dict[str, object]]:
    saved = []
    for image in upload.images:
        photo = Photo(
            owner_id=upload.owner_id,
            id=call.world.new_photo_id(),
            album_id=album_id,
            width=image.width,
            height=image.height,
            mime=image.mime,
            body=image.body,
            access_key=call.world.secret(72),
            date=call.world.now(),
            user_id=upload.user_id or 100,
            text=call.params.text("caption"),
            is_private=is_private,
        )
        call.world.add_photo(photo)
        saved.append(photo_object(photo, call.world.base_url))
    return saved


def save_wall_photo(call: Call) -> object:
    return _save(call, _claim(call, "wall", _wall_owner(call)), WALL_ALBUM, is_private=False)


def save_messages_photo(call: Call) -> object:
    return _save(call, _claim(call, "messages", call.acting_id()), MESSAGES_ALBUM, is_private=True)


PHOTOS: dict[str, Handler] = {
    "photos.getWallUploadServer": get_wall_upload_server,
    "photos.saveWallPhoto": save_wall_photo,
    "photos.getMessagesUploadServer": get_messages_upload_server,
    "photos.saveMessagesPhoto": save_messages_photo,
}
