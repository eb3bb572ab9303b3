"""Typed settings: wallflower.toml in the home folder, overridden by .env beside it and by the environment.

A setting `[section] name = value` is `WALLFLOWER_SECTION_NAME` in the environment, and is described in the file of its
section: `[web] listen` in web.py. Secrets are taken from the environment or .env alone. Knows how settings are written;
what they are used for is said beside each.
"""

from bot.domain.setting_name import PREFIX, variable
from bot.settings.home import SECRETS_FILE, SETTINGS_FILE, Home
from bot.settings.listing import fields, place_fields
from bot.settings.reading import load, log_settings
from bot.settings.vk import VkSettings
from bot.settings.web import WebSettings
from bot.settings.whole import Settings

__all__ = [
    "PREFIX",
    "SECRETS_FILE",
    "SETTINGS_FILE",
    "Home",
    "Settings",
    "VkSettings",
    "WebSettings",
    "fields",
    "load",
    "log_settings",
    "place_fields",
    "variable",
]
