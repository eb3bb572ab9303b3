"""Holds answers against the published description of the Bot API: types, required fields, unknown fields.

The description is development material that lies beside the project, not in it.
"""

import json
import re
from pathlib import Path
from typing import Any

PUBLISHED = Path(__file__).parents[3] / "../shared/api/telegram-bot-api-10.3.json"

# The description gives what a method returns in prose only.
RETURNS = {
    "getMe": "User",
    "logOut": "True",
    "close": "True",
    "setMyCommands": "True",
    "getMyCommands": "Array of BotCommand",
    "deleteMyCommands": "True",
    "getUpdates": "Array of Update",
    "setWebhook": "True",
    "deleteWebhook": "True",
    "getWebhookInfo": "WebhookInfo",
    "sendMessage": "Message",
    "sendPhoto": "Message",
    "sendAnimation": "Message",
    "sendMediaGroup": "Array of Message",
    "copyMessage": "MessageId",
    "forwardMessage": "Message",
    "sendChatAction": "True",
    "editMessageText": "Message or True",
    "editMessageCaption": "Message or True",
    "editMessageMedia": "Message or True",
    "editMessageReplyMarkup": "Message or True",
    "deleteMessage": "True",
    "deleteMessages": "True",
    "pinChatMessage": "True",
    "answerCallbackQuery": "True",
    "answerInlineQuery": "True",
    "setMessageReaction": "True",
    "getChat": "ChatFullInfo",
    "getChatMember": "ChatMember",
    "getChatAdministrators": "Array of ChatMember",
    "getChatMemberCount": "Integer",
    "getFile": "File",
}
PLAIN: dict[str, type | tuple[type, ...]] = {"Integer": int, "String": str, "Boolean": bool, "Float": (int, float)}


class BotApiSchema:
    def __init__(self, path: Path) -> None:
        document = json.loads(path.read_text(encoding="utf-8"))
        entries = [entry for section in document["items"] for entry in section["children"]]
        self.types: dict[str, dict[str, Any]] = {e["name"]: e for e in entries if e.get("category") == "types"}
        self.methods: dict[str, dict[str, Any]] = {e["name"]: e for e in entries if e.get("category") == "methods"}

    def answer_errors(self, method: str, answer: Any) -> list[str]:
        """What is wrong with a whole answer, {"ok": …}, of `method`."""
        if answer.get("ok") is True:
            if set(answer) - {"ok", "result", "description"}:
                return [f"{method}: unknown fields in the envelope: {sorted(answer)}"]
            return self.errors(answer.get("result"), RETURNS[method], method)
        errors = self.errors(answer.get("error_code"), "Integer", f"{method}.error_code")
        errors += self.errors(answer.get("description"), "String", f"{method}.description")
        if "parameters" in answer:
            errors += self.errors(answer["parameters"], "ResponseParameters", f"{method}.parameters")
        if set(answer) - {"ok", "error_code", "description", "parameters"}:
            errors.append(f"{method}: unknown fields in the envelope: {sorted(answer)}")
        return errors

    def errors(self, value: Any, kind: str, place: str) -> list[str]:
        """What is wrong with `value` as a `kind` of the description."""
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{place}: expected {kind}, got {value!r}"]
            inner = kind.removeprefix("Array of ")
            return [error for i, one in enumerate(value) for error in self.errors(one, inner, f"{place}[{i}]")]
        if " or " in kind:
            return self._any_of(value, kind.split(" or "), place)
        if kind == "True":
            return [] if value is True else [f"{place}: expected True, got {value!r}"]
        if kind in PLAIN:
            fits = isinstance(value, PLAIN[kind]) and (kind == "Boolean" or not isinstance(value, bool))
            return [] if fits else [f"{place}: expected {kind}, got {value!r}"]
        described = self.types[kind]
        if not described["annotations"] and (
            members := re.findall(r"^ - (\w+)$", described["description"], re.MULTILINE)
        ):
            return self._any_of(value, members, place)
        return self._object_errors(value, described, place)

    def _any_of(self, value: Any, kinds: list[str], place: str) -> list[str]:
        attempts = [self.errors(value, kind, place) for kind in kinds]
        return [] if [] in attempts else min(attempts, key=len)

    def _object_errors(self, value: Any, described: dict[str, Any], place: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{place}: expected {described['name']}, got {value!r}"]
        fields = {field["name"]: field for field in described["annotations"]}
        errors = [f"{place}.{name}: unknown to {described['name']}" for name in value.keys() - fields.keys()]
        for name, field in fields.items():
            if name in value:
                errors += self.errors(value[name], field["type"], f"{place}.{name}")
                constant = re.search(r"always [“'\"](\w+)[”'\"]", field["description"])
                if constant and value[name] != constant[1]:
                    errors.append(f"{place}.{name}: expected {constant[1]!r}, got {value[name]!r}")
            elif field["required"]:
                errors.append(f"{place}.{name}: missing from {described['name']}")
        return errors
