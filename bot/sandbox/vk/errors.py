"""VK's error answers: HTTP 200 with a code and an English sentence. The codes are those of the published schema."""

from __future__ import annotations

from collections.abc import Mapping

_MESSAGES = {
    1: "Unknown error occurred",
    3: "Unknown method passed",
    5: "User authorization failed",
    6: "Too many requests per second",
    7: "Permission to perform this action is denied",
    8: "Invalid request",
    9: "Flood control",
    10: "Internal server error",
    12: "Unable to compile code",
    13: "Runtime error occurred during code invocation",
    14: "Captcha needed",
    15: "Access denied",
    17: "Validation required",
    18: "User was deleted or banned",
    27: "Group authorization failed",
    28: "Application authorization failed",
    29: "Rate limit reached",
    100: "One of the parameters specified was missing or invalid",
    104: "Not found",
    105: "Couldn't save file",
    113: "Invalid user id",
    118: "Invalid server",
    121: "Invalid hash",
    125: "Invalid group id",
    203: "Access to group denied",
    210: "Access to wall's post denied",
    211: "Access to wall's comment denied",
    212: "Access to post comments denied",
    213: "Access to status replies denied",
    214: "Access to adding post denied",
    219: "Advertisement post was recently added",
    900: "Can't send messages for users from blacklist",
    901: "Can't send messages for users without permission",
    902: "Can't send messages to this user due to their privacy settings",
    909: "Can't edit this message, because it's too old",
    911: "Keyboard format is invalid",
    913: "Too many forwarded messages",
    914: "Message is too long",
    917: "You don't have access to this chat",
    920: "Can't edit this kind of message",
    921: "Can't forward these messages",
    924: "Can't delete this message for everybody",
    927: "Chat does not exist",
    936: "Contact not found",
    1051: "Method is unavailable for the profile type of this token",
    2000: "Servers number limit is reached",
    3300: "Recaptcha needed",
}


class VkApiError(Exception):
    """One error answer. `facts` are the further fields that some codes carry (captcha_sid, redirect_uri, …)."""

    def __init__(self, code: int, detail: str = "", *, facts: Mapping[str, object] | None = None) -> None:
        message = _MESSAGES.get(code, _MESSAGES[1])
        self.code = code
        self.message = f"{message}: {detail}" if detail else message
        self.facts = dict(facts or {})
        super().__init__(f"[{code}] {self.message}")

    def to_json(self, params: Mapping[str, str]) -> dict[str, object]:
        """The body of the answer. `params` are echoed as VK does it; the token is never among them."""
        return {
            "error": {
                "error_code": self.code,
                "error_msg": self.message,
                **self.facts,
                "request_params": [{"key": key, "value": value} for key, value in params.items()],
            }
        }


def invalid(detail: str) -> VkApiError:
    """Error 100: a parameter is missing or wrong."""
    return VkApiError(100, detail)


def facts_of(code: int, base_url: str) -> dict[str, object]:
    """What VK sends along with a code that asks a person to do something; SDKs read these keys unasked."""
    match code:
        case 14:
            return {
                "captcha_sid": "123456789012",
                "captcha_img": f"{base_url}/captcha.php?sid=123456789012",
                "redirect_uri": f"{base_url}/not_robot_captcha",
            }
        case 17 | 3300:
            return {"redirect_uri": f"{base_url}/security_check"}
        case _:
            return {}
