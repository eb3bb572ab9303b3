"""Secrets that follow from another one: every process of a community has the same, and nobody keeps them."""

import base64
import hmac

from bot.domain.member import Platform


def hook_secrets(platform: Platform, key: str) -> tuple[str, str]:
    """What stands in the path where a platform brings updates, and what it proves itself by; they change with its
    `key`, the bot's token or the community's key.
    """
    return derived(key, f"{platform.value} hook path"), derived(key, f"{platform.value} hook secret")


def derived(secret: str, purpose: str) -> str:
    """A secret of 43 letters, digits, - and _ (256 bits): HMAC-SHA256 of `purpose` under `secret`.

    Whoever learns it learns neither `secret` nor what follows from that for another purpose.
    """
    digest = hmac.digest(secret.encode(), f"wallflower {purpose}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
