"""docs.*: files as they are, among them pictures that move. The upload itself is in uploads.py."""

from __future__ import annotations

from bot.sandbox.vk.call import EDITING_ROLES, Call, Handler
from bot.sandbox.vk.errors import VkApiError, invalid
from bot.sandbox.vk.objects import doc_object
from bot.sandbox.vk.sending import open_conversation
from bot.sandbox.vk.state import Doc
from bot.sandbox.vk.uploads import Ticket

_MESSAGE_TYPES = frozenset({"doc", "audio_message", "graffiti"})


def get_wall_upload_server(call: Call) -> object:
    owner_id = call.viewer_id
    if "group_id" in call.params:
        group = call.group(abs(call.params.integer("group_id")))
        if not call.has_role(group, EDITING_ROLES):
            raise VkApiError(203)
        owner_id = -group.id
    return _upload_server(call, owner_id, is_private=False)


def get_messages_upload_server(call: Call) -> object:
    speaker_id = call.acting_id()
    kind = call.params.text("type") or "doc"
    if kind not in _MESSAGE_TYPES:
        raise invalid("type is incorrect")
    if kind != "doc":
        raise invalid(f"type {kind} is not taken here")
    peer_id = call.params.integer("peer_id")
    if peer_id:
        open_conversation(call, speaker_id, peer_id)
    return _upload_server(call, speaker_id, is_private=True)


def _upload_server(call: Call, owner_id: int, *, is_private: bool) -> dict[str, object]:
    purpose = "private doc" if is_private else "doc"
    ticket = call.world.issue_ticket(Ticket(purpose, owner_id, max(call.viewer_id, 0)))
    return {"upload_url": f"{call.world.base_url}/upload?act=add_doc&ticket={ticket}"}


def save(call: Call) -> object:
    """What was uploaded can be saved once, by whoever asked for the address."""
    world = call.world
    field = call.params.required_text("file")
    upload = world.uploads.get(field)
    if upload is None or upload.file is None or upload.owner_id not in (call.viewer_id, call.acting_id()):
        # A user's own key also saves what it uploaded for a community.
        group = None if upload is None else world.groups.get(-upload.owner_id)
        if upload is None or upload.file is None or group is None or not call.has_role(group, EDITING_ROLES):
            raise VkApiError(105)
    del world.uploads[field]
    name, body = upload.file
    doc = Doc(
        owner_id=upload.owner_id,
        id=world.new_photo_id(),
        title=call.params.text("title") or name,
        ext=name.rpartition(".")[2].lower(),
        body=body,
        access_key=world.secret(72),
        date=world.now(),
        is_private=upload.purpose == "private doc",
    )
    world.docs[doc.owner_id, doc.id] = doc
    return {"type": "doc", "doc": doc_object(doc, world.base_url)}


DOCS: dict[str, Handler] = {
    "docs.getWallUploadServer": get_wall_upload_server,
    "docs.getMessagesUploadServer": get_messages_upload_server,
    "docs.save": save,
}
