"""Secrets that are known by their looks or by what stands before them, whoever's they are, blotted out of a text.

What this home's own secrets are is known by their values (`bot.logs`); here goes what nobody could have named
beforehand: a token in an address, a password in a database's, a link that logs somebody in.
"""

import re

BLOT = "[secret]"

# What may come after a name and its `=` or `:`; quotes, separators and ends of addresses end it.
_VALUE = r"[^\s&;,\"'<>(){}\[\]\\]+"
# Names that mean a secret wherever they stand, and those that do in an address or a form alone.
_ALWAYS = (
    r"access_token|refresh_token|secret_token|secret_key|client_secret|api_key|apikey|service_key|community_key"
    r"|user_key|password|passwd|csrf|csrf_token|x-telegram-bot-api-secret-token|wallflower_[a-z_]*(?:key|token)"
)
_IN_ADDRESSES = r"key|token|secret|hash|sig|code|sid|captcha_key|session"

_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    # Telegram's, as @BotFather gives them, in an address or by themselves.
    (re.compile(r"(?<![A-Za-z0-9])\d{5,20}(?::|%3[Aa])[A-Za-z0-9_-]{30,}"), BLOT),
    (re.compile(r"(/bot)\d+(?::|%3[Aa])[^/\s\"']+"), rf"\1{BLOT}"),
    (re.compile(r"vk[12]\.[a-z]\.[A-Za-z0-9_-]{8,}"), BLOT),  # VK's
    (re.compile(r"\bwf_[A-Za-z0-9_-]{20,}"), BLOT),  # `wallflower key add`
    (re.compile(r"(?i)(\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{6,}"), rf"\1{BLOT}"),
    # A password in an address: a database's, a proxy's.
    (re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://[^\s/:@\"']*:)[^\s/@\"']+(?=@)"), rf"\1{BLOT}"),
    # Where platforms bring updates, and what logs somebody in to the console.
    (re.compile(r"(/hooks/[a-z]+/)[A-Za-z0-9_-]+"), rf"\1{BLOT}"),
    (re.compile(r"(/console/login/link/)[A-Za-z0-9_-]+"), rf"\1{BLOT}"),
    (re.compile(rf"(?i)((?:{_ALWAYS})[\"']?\s*[=:]\s*[\"']?){_VALUE}"), rf"\1{BLOT}"),
    (re.compile(rf"(?i)([?&](?:{_IN_ADDRESSES})=){_VALUE}"), rf"\1{BLOT}"),
    (re.compile(r"(?i)(\b(?:set-)?cookie[\"']?\s*[=:]\s*[\"']?)[^\r\n\"']+"), rf"\1{BLOT}"),
)


def without_secrets(text: str) -> str:
    """`text` with `[secret]` in the place of everything that looks like one."""
    for shape, instead in _SHAPES:
        text = shape.sub(instead, text)
    return text
