"""A small VK on 127.0.0.1, spoken to by the real vk_api over real HTTP. Never gentler than the original."""

from bot.sandbox.vk.limits import VkBehaviour, VkLimits
from bot.sandbox.vk.server import LONG_POLL_METHOD, UPLOAD_METHOD, VkSandbox
from bot.sandbox.vk.settling import NewPost, SandboxUsageError
from bot.sandbox.vk.state import TokenKind

__all__ = [
    "LONG_POLL_METHOD",
    "UPLOAD_METHOD",
    "NewPost",
    "SandboxUsageError",
    "TokenKind",
    "VkBehaviour",
    "VkLimits",
    "VkSandbox",
]
