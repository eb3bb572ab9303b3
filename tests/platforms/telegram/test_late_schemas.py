import subprocess
import sys

from pydantic import BaseModel

from bot.platforms.telegram.late_schemas import import_aiogram

_BUILT = """
import {module}
from aiogram import methods, types
found = [getattr(types, name) for name in types.__all__] + [getattr(methods, name) for name in methods.__all__]
print(sum(getattr(one, "__pydantic_complete__", False) for one in found))
"""


def built_by(module: str) -> int:
    """How many of aiogram's schemas are built once a module has been imported."""
    script = _BUILT.format(module=module)
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    return int(ran.stdout)


def test_the_bot_starts_with_few_schemas_built() -> None:
    assert built_by("bot.running") < 10  # of six hundred: those that aiogram uses while it is imported


def test_every_class_of_aiograms_can_still_be_built() -> None:
    script = """
import bot.platforms.telegram
from aiogram import methods, types
from aiogram.methods import Response
from pydantic import BaseModel
for name in [*types.__all__, *methods.__all__]:
    one = getattr(types, name, None) or getattr(methods, name)
    if isinstance(one, type) and issubclass(one, BaseModel) and name != "TelegramMethod":
        one.model_rebuild()
        assert one.__pydantic_complete__, name
assert Response[list[types.Update]].model_validate({"ok": True, "result": []}).ok
"""
    subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)


def test_pydantic_is_left_as_it_was() -> None:
    import_aiogram()

    class Outer(BaseModel):
        inner: "Inner"

    class Inner(BaseModel):
        number: int

    assert Inner.__pydantic_complete__
    Outer.model_rebuild(_types_namespace={"Inner": Inner})

    assert Outer.model_validate({"inner": {"number": 1}}).inner.number == 1
