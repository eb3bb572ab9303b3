"""Imports aiogram without building the hundreds of pydantic schemas that a bot never uses.

aiogram describes all of Telegram's types and methods, and when it is imported it has pydantic build a validator for
each of them: 105 MB and three seconds of a core, of which this bot uses a twentieth. Here the building is put off until
a class is first used; pydantic does that by itself for classes that aren't complete, as soon as it can find the names
that they refer to each other by.
"""

import sys
from typing import Any

from pydantic import BaseModel

_rebuild: Any = BaseModel.model_rebuild.__func__  # type: ignore[attr-defined]  # it is given the class


def import_aiogram() -> None:
    """Import aiogram, its schemas to be built as they are needed. Does nothing where it has been imported already."""
    if "aiogram" in sys.modules:
        return
    names: dict[str, Any] = {}

    def put_off(_class: type[BaseModel], /, *, _types_namespace: dict[str, Any] | None = None, **_rest: Any) -> None:
        names.update(_types_namespace or {})

    # The first is for classes that refer to no other: they would be built as soon as they are defined.
    configured = BaseModel.model_config
    BaseModel.model_config = {**configured, "defer_build": True}
    BaseModel.model_rebuild = classmethod(put_off)  # type: ignore[assignment, method-assign]
    try:
        import aiogram  # noqa: F401, PLC0415
    finally:
        BaseModel.model_config = configured
        BaseModel.model_rebuild = classmethod(_rebuild)  # type: ignore[assignment, method-assign]
    from aiogram.methods.base import Response, TelegramMethod  # noqa: PLC0415
    from aiogram.types.base import TelegramObject  # noqa: PLC0415

    def rebuild(cls: type[BaseModel], /, *, _types_namespace: dict[str, Any] | None = None, **rest: Any) -> bool | None:
        done: bool | None = _rebuild(cls, _types_namespace={**names, **(_types_namespace or {})}, **rest)
        return done

    for parent in (TelegramObject, TelegramMethod, Response):
        parent.model_rebuild = classmethod(rebuild)  # type: ignore[assignment, method-assign]
