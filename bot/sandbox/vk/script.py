"""Runs VKScript: evaluates the tree that script_syntax.py reads; `API.section.method({…})` is its only door outside."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NoReturn

from bot.sandbox.vk import script_tree as tree
from bot.sandbox.vk.errors import VkApiError
from bot.sandbox.vk.script_syntax import parse

_MOST_STEPS = 5_000  # statements and calls; VK stops scripts by operations, too
_MOST_PARTS = 100_000  # elements of one list, characters of one string: what VK's 5 MB answer could hold

CallApi = Callable[[str, Mapping[str, object]], object]
"""Calls a method and returns its response, or False where it failed (the error is the caller's to keep)."""


class _Returned(Exception):  # noqa: N818 — control flow of the script, not an error
    def __init__(self, value: object) -> None:
        self.value = value


class _Api:
    """`API`, `API.wall` and `API.wall.get` before it is called."""

    def __init__(self, path: tuple[str, ...] = ()) -> None:
        self.path = path


def run_script(code: str, call_api: CallApi, arguments: Mapping[str, object]) -> object:
    """What the script returns (None without a return). Raises VkApiError 12 (no VKScript) and 13 (it fell over)."""
    program = parse(code)
    try:
        _Run(call_api, arguments).execute(program)
    except _Returned as returned:
        return returned.value
    except RecursionError as error:
        raise VkApiError(13, "too deep") from error
    return None


def _fail(detail: str) -> NoReturn:
    raise VkApiError(13, detail)


class _Run:
    def __init__(self, call_api: CallApi, arguments: Mapping[str, object]) -> None:
        self._call_api = call_api
        self._names: dict[str, object] = {"API": _Api(), "Args": dict(arguments)}
        self._steps = 0

    def _count_step(self) -> None:
        self._steps += 1
        if self._steps > _MOST_STEPS:
            _fail("too many operations")

    def execute(self, statement: tree.Statement) -> None:
        self._count_step()
        match statement:
            case tree.Declaration(name, value):
                self._names[name] = self._value(value)
            case tree.Evaluation(expression):
                self._value(expression)
            case tree.Block(statements):
                for inner in statements:
                    self.execute(inner)
            case tree.If(condition, yes, no):
                if _truth(self._value(condition)):
                    self.execute(yes)
                elif no is not None:
                    self.execute(no)
            case tree.While(condition, body):
                while _truth(self._value(condition)):
                    self._count_step()
                    self.execute(body)
            case tree.Return(value):
                raise _Returned(self._value(value))

    def _value(self, expression: tree.Expression) -> object:
        match expression:
            case tree.Literal(value):
                return value
            case tree.Name(name):
                if name not in self._names:
                    _fail(f"unknown name {name[:40]}")
                return self._names[name]
            case tree.ListOf(parts):
                return [self._value(part) for part in parts]
            case tree.ObjectOf(pairs):
                return {key: self._value(part) for key, part in pairs}
            case tree.Member(of, key):
                return _member(self._value(of), self._value(key))
            case tree.Invocation(target, arguments):
                return self._invoke(target, [self._value(argument) for argument in arguments])
            case tree.Assignment(target, value):
                return self._assign(target, self._value(value))
            case _:
                return self._operate(expression)

    def _operate(self, expression: tree.Unary | tree.Binary | tree.Choice) -> object:
        match expression:
            case tree.Unary(sign, operand):
                return _unary(sign, self._value(operand))
            case tree.Binary("&&", left, right):
                first = self._value(left)
                return self._value(right) if _truth(first) else first
            case tree.Binary("||", left, right):
                first = self._value(left)
                return first if _truth(first) else self._value(right)
            case tree.Binary(sign, left, right):
                return _binary(sign, self._value(left), self._value(right))
            case tree.Choice(condition, yes, no):
                return self._value(yes if _truth(self._value(condition)) else no)

    def _assign(self, target: tree.Name | tree.Member, value: object) -> object:
        if isinstance(target, tree.Name):
            self._names[target.name] = value
            return value
        holder, key = self._value(target.of), self._value(target.key)
        if isinstance(holder, dict):
            holder[str(key)] = value
        elif isinstance(holder, list) and isinstance(key, int) and 0 <= key < len(holder):
            holder[key] = value
        else:
            _fail("can't assign to that")
        return value

    def _invoke(self, target: tree.Expression, arguments: list[object]) -> object:
        self._count_step()
        if isinstance(target, tree.Name) and target.name == "parseInt":
            return _number(arguments[0]) if arguments else 0
        if not isinstance(target, tree.Member):
            _fail("that can't be called")
        holder, name = self._value(target.of), self._value(target.key)
        if isinstance(holder, _Api):
            parameters = arguments[0] if arguments else {}
            if not isinstance(parameters, dict):
                _fail("a method takes an object")
            return self._call_api(".".join((*holder.path, str(name))), parameters)
        return _call_builtin(holder, name, arguments)


def _member(holder: object, key: object) -> object:
    """A missing key is null, as is any member of null; `length` belongs to lists and strings."""
    match holder:
        case _Api(path=path):
            return _Api((*path, str(key)))
        case list() | str() if key == "length":
            return len(holder)
        case list() | str() if isinstance(key, int) and not isinstance(key, bool):
            return holder[key] if 0 <= key < len(holder) else None
        case dict():
            return holder.get(str(key))
        case _:
            return None


def _call_builtin(holder: object, name: object, arguments: list[object]) -> object:
    match holder, name, arguments:
        case list(), "push", [value]:
            if len(holder) >= _MOST_PARTS:
                _fail("list is too long")
            holder.append(value)
            return len(holder)
        case list(), "pop", []:
            return holder.pop() if holder else None
        case list(), "shift", []:
            return holder.pop(0) if holder else None
        case list() | str(), "slice", [int(first)]:
            return holder[first:]
        case list() | str(), "slice", [int(first), int(last)]:
            return holder[first:last]
        case str(), "substr", [int(first), int(count)]:
            return holder[first : first + max(count, 0)] if first >= 0 else ""
        case str(), "split", [str(mark)]:
            return holder.split(mark) if mark else list(holder)
        case _:
            _fail(f"unknown function {str(name)[:40]}")


def _truth(value: object) -> bool:
    return value is not None and value is not False and value not in (0, "")


def _number(value: object) -> int | float:
    match value:
        case bool() | None:
            return int(bool(value))
        case int() | float():
            return value
        case str() if value.removeprefix("-").isdecimal() and len(value) < 300:
            return int(value)
        case _:
            return 0


def _unary(sign: str, value: object) -> object:
    if sign == "!":
        return not _truth(value)
    return -_number(value) if sign == "-" else _number(value)


def _binary(sign: str, left: object, right: object) -> object:
    is_same = left is right if isinstance(left, list | dict) else left == right
    match sign:
        case "==" | "===":
            return is_same
        case "!=" | "!==":
            return not is_same
        case "+":
            return _plus(left, right)
    one, other = _number(left), _number(right)
    match sign:
        case "<":
            return one < other
        case ">":
            return one > other
        case "<=":
            return one <= other
        case ">=":
            return one >= other
    if sign in {"/", "%"} and other == 0:
        _fail("division by zero")
    result = {"-": one - other, "*": one * other}.get(sign)
    if result is None:
        result = one / other if sign == "/" else math.fmod(one, other)
    return _bounded(result)


def _plus(left: object, right: object) -> object:
    if isinstance(left, list) and isinstance(right, list):
        if len(left) + len(right) > _MOST_PARTS:
            _fail("list is too long")
        return [*left, *right]
    if isinstance(left, str) or isinstance(right, str):
        text = f"{_text(left)}{_text(right)}"
        if len(text) > 50 * _MOST_PARTS:
            _fail("string is too long")
        return text
    return _bounded(_number(left) + _number(right))


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else ""
        case list() | dict():
            return "Array"  # never spelt out: a list may hold itself
        case _:
            return str(value)


def _bounded(value: float) -> int | float:
    """Numbers stay within what JSON readers take; a whole float is an integer again."""
    if not abs(value) < 2**63:
        _fail("number is out of range")
    return int(value) if value == int(value) else value
