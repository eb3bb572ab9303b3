"""Every setting with its name, its default and what it is for: what `wallflower settings` prints."""

from pydantic import BaseModel

from bot.settings.places import PlaceSettings
from bot.settings.whole import Settings


def fields() -> list[tuple[str, str, object, str]]:
    """Every setting: section, name, default, description (for the documentation)."""
    listed: list[tuple[str, str, object, str]] = []
    for section, info in Settings.model_fields.items():
        model = info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            for name, field in model.model_fields.items():
                listed.append((section, name, field.default, field.description or ""))
    return listed


def place_fields() -> list[tuple[str, str, object, str]]:
    """The settings of each [[places]], as `fields`; they stand in the settings file only."""
    return [
        ("places", name, field.get_default(), field.description or "")
        for name, field in PlaceSettings.model_fields.items()
    ]
