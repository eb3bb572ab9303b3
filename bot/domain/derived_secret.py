"""Secrets that follow from another one: every process of a community has the same, and nobody keeps them."""

import hmac

from bot.domain.member import Platform


def hook_secrets(platform: Platform, key: str) -> tuple[str, str]:
    """What stands in the path where a platform brings updates, and what it proves itself by; they change with its
    `key`, the bot's token or the community's key.
    """
    return derived(key, f"{platform.value} hook path"), derived(key, f"{platform.value} hook secret")


def derived(secret: str, purpose: str) -> str:
    """A secret of 48 hexadecimal digits (192 bits): HMAC-SHA256 of `purpose` under `secret`, cut off.

    VK takes 50 characters at most. Whoever learns it learns neither `secret` nor what follows from that for another
    purpose.
    """
    return hmac.digest(secret.encode(), f"wallflower {purpose}".encode(), "sha256")[:24].hex()
