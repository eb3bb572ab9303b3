"""What a VKScript program is made of: expressions and statements, as script_syntax.py reads and script.py runs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    value: object


@dataclass(frozen=True, slots=True)
class Name:
    name: str


@dataclass(frozen=True, slots=True)
class ListOf:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class ObjectOf:
    parts: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Member:
    """`of.name` and `of[key]`."""

    of: Expression
    key: Expression


@dataclass(frozen=True, slots=True)
class Invocation:
    target: Expression
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    sign: str
    operand: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Choice:
    condition: Expression
    yes: Expression
    no: Expression


@dataclass(frozen=True, slots=True)
class Assignment:
    target: Name | Member
    value: Expression


Expression: TypeAlias = Literal | Name | ListOf | ObjectOf | Member | Invocation | Unary | Binary | Choice | Assignment


@dataclass(frozen=True, slots=True)
class Declaration:
    name: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Evaluation:
    expression: Expression


@dataclass(frozen=True, slots=True)
class Block:
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class If:
    condition: Expression
    yes: Statement
    no: Statement | None


@dataclass(frozen=True, slots=True)
class While:
    condition: Expression
    body: Statement


@dataclass(frozen=True, slots=True)
class Return:
    value: Expression


Statement: TypeAlias = Declaration | Evaluation | Block | If | While | Return
