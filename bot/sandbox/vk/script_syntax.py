"""VKScript, the small language that `execute` takes: from text to a tree. Anything outside it is error 12.

Covers what the vk_api library sends and a little more: var, assignment, if/else, while, return, literals, arithmetic,
comparison, logic, member access, calls.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from bot.sandbox.vk.errors import VkApiError
from bot.sandbox.vk.script_tree import (
    Assignment,
    Binary,
    Block,
    Choice,
    Declaration,
    Evaluation,
    Expression,
    If,
    Invocation,
    ListOf,
    Literal,
    Member,
    Name,
    ObjectOf,
    Return,
    Statement,
    Unary,
    While,
)

_TOKEN = re.compile(
    r"""\s+|//[^\n]*|/\*.*?\*/
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<name>[A-Za-z_$][A-Za-z0-9_$]*)
    |(?P<sign>===|!==|==|!=|<=|>=|&&|\|\||\+=|-=|[-+*/%<>=!(){}\[\],;:.?])""",
    re.VERBOSE | re.DOTALL,
)
_BINARY = (("||",), ("&&",), ("==", "!=", "===", "!=="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "/", "%"))
_KEYWORDS = frozenset({"var", "if", "else", "while", "return", "true", "false", "null"})
_MOST_NESTED = 60


def parse(code: str) -> Block:
    """The program as a tree. Raises VkApiError 12 for what is no VKScript."""
    return _Parser(code).program()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(code: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(code):
        match = _TOKEN.match(code, at)
        if match is None:
            raise VkApiError(12, f"unexpected character at {at}")
        if match.lastgroup is not None:
            tokens.append(_Token(match.lastgroup, match.group()))
        at = match.end()
    return [*tokens, _Token("end", "end of code")]


class _Parser:
    def __init__(self, code: str) -> None:
        self._tokens = _tokens(code)
        self._at = 0
        self._depth = 0

    def program(self) -> Block:
        statements: list[Statement] = []
        while self._here.kind != "end":
            statements.extend(self._statement())
        return Block(tuple(statements))

    @property
    def _here(self) -> _Token:
        return self._tokens[self._at]

    def _step(self) -> _Token:
        token = self._here
        self._at += token.kind != "end"
        return token

    def _stands(self, *texts: str) -> bool:
        return self._here.kind in {"sign", "name"} and self._here.text in texts

    def _take(self, text: str) -> bool:
        if self._stands(text):
            self._at += 1
            return True
        return False

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise VkApiError(12, f"'{text}' expected, {self._here.text[:40]!r} found")

    def _identifier(self) -> str:
        token = self._step()
        if token.kind != "name" or token.text in _KEYWORDS:
            raise VkApiError(12, f"a name expected, {token.text[:40]!r} found")
        return token.text

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _MOST_NESTED:
            raise VkApiError(12, "too deeply nested")

    def _statement(self) -> list[Statement]:
        """One statement; `var a, b;` gives several."""
        self._deeper()
        try:
            return self._statement_inside()
        finally:
            self._depth -= 1

    def _statement_inside(self) -> list[Statement]:
        if self._take(";"):
            return []
        if self._take("{"):
            statements: list[Statement] = []
            while not self._take("}"):
                if self._here.kind == "end":
                    raise VkApiError(12, "'}' expected")
                statements.extend(self._statement())
            return [Block(tuple(statements))]
        if self._take("var"):
            return self._declarations()
        if self._take("if"):
            condition = self._condition()
            yes = self._body()
            return [If(condition, yes, self._body() if self._take("else") else None)]
        if self._take("while"):
            condition = self._condition()
            return [While(condition, self._body())]
        if self._take("return"):
            value: Expression = Literal(None) if self._ends_statement() else self._expression()
            self._end_of_statement()
            return [Return(value)]
        expression = self._expression()
        self._end_of_statement()
        return [Evaluation(expression)]

    def _end_of_statement(self) -> None:
        if not self._take(";") and not self._ends_statement():
            raise VkApiError(12, f"';' expected, {self._here.text[:40]!r} found")

    def _ends_statement(self) -> bool:
        return self._here.kind == "end" or self._stands(";", "}")

    def _declarations(self) -> list[Statement]:
        declared: list[Statement] = []
        while True:
            name = self._identifier()
            declared.append(Declaration(name, self._expression() if self._take("=") else Literal(None)))
            if not self._take(","):
                break
        self._end_of_statement()
        return declared

    def _condition(self) -> Expression:
        self._expect("(")
        condition = self._expression()
        self._expect(")")
        return condition

    def _body(self) -> Statement:
        statements = self._statement()
        return statements[0] if len(statements) == 1 else Block(tuple(statements))

    def _expression(self) -> Expression:
        self._deeper()
        try:
            left = self._choice()
            if not self._stands("=", "+=", "-="):
                return left
            sign = self._step().text
            if not isinstance(left, Name | Member):
                raise VkApiError(12, "can't assign to that")
            value = self._expression()
            return Assignment(left, value if sign == "=" else Binary(sign[0], left, value))
        finally:
            self._depth -= 1

    def _choice(self) -> Expression:
        condition = self._binary(0)
        if not self._take("?"):
            return condition
        yes = self._expression()
        self._expect(":")
        return Choice(condition, yes, self._expression())

    def _binary(self, level: int) -> Expression:
        if level == len(_BINARY):
            return self._unary()
        left = self._binary(level + 1)
        while self._here.kind == "sign" and self._here.text in _BINARY[level]:
            sign = self._step().text
            left = Binary(sign, left, self._binary(level + 1))
        return left

    def _unary(self) -> Expression:
        signs: list[str] = []
        while self._here.kind == "sign" and self._here.text in {"-", "!", "+"}:
            signs.append(self._step().text)
        if len(signs) > _MOST_NESTED:
            raise VkApiError(12, "too deeply nested")
        operand = self._postfix()
        for sign in reversed(signs):
            operand = Unary(sign, operand)
        return operand

    def _postfix(self) -> Expression:
        expression = self._primary()
        links = 0
        while True:
            links += 1
            if links > _MOST_NESTED:
                raise VkApiError(12, "too deeply nested")
            if self._take("."):
                token = self._step()
                if token.kind != "name":
                    raise VkApiError(12, "a name expected after '.'")
                expression = Member(expression, Literal(token.text))
            elif self._take("["):
                key = self._expression()
                self._expect("]")
                expression = Member(expression, key)
            elif self._take("("):
                expression = Invocation(expression, self._parts(")"))
            else:
                return expression

    def _parts(self, end: str) -> tuple[Expression, ...]:
        parts: list[Expression] = []
        while not self._take(end):
            parts.append(self._expression())
            if not self._stands(end):
                self._expect(",")
        return tuple(parts)

    def _primary(self) -> Expression:
        token = self._step()
        match token.kind, token.text:
            case "number", text:
                return Literal(float(text) if "." in text or "e" in text.lower() else int(text[:300]))
            case "string", text:
                return Literal(_unquote(text))
            case "name", ("true" | "false") as text:
                return Literal(text == "true")
            case "name", "null":
                return Literal(None)
            case "name", text if text not in _KEYWORDS:
                return Name(text)
            case "sign", "(":
                inner = self._expression()
                self._expect(")")
                return inner
            case "sign", "[":
                return ListOf(self._parts("]"))
            case "sign", "{":
                return self._object()
            case _:
                raise VkApiError(12, f"unexpected {token.text[:40]!r}")

    def _object(self) -> Expression:
        parts: list[tuple[str, Expression]] = []
        while not self._take("}"):
            token = self._step()
            if token.kind not in {"name", "string", "number"}:
                raise VkApiError(12, "a key expected")
            self._expect(":")
            parts.append((_unquote(token.text) if token.kind == "string" else token.text, self._expression()))
            if not self._stands("}"):
                self._expect(",")
        return ObjectOf(tuple(parts))


def _unquote(text: str) -> str:
    inner = text[1:-1]
    if text[0] == "'":
        inner = inner.replace("\\'", "'").replace('"', '\\"')
    try:
        value = json.loads(f'"{inner}"', strict=False)
    except ValueError as error:
        raise VkApiError(12, "a string can't be read") from error
    return str(value)
