"""Formulas of a signal: parsed to a tree, never run as code; spec/signals.md, "Formulas"."""

import math
import re
from collections.abc import Callable

import numpy as np

from ..errors import LabError
from ..recipe.times import DAY, MONDAY, WEEK
from .grid import Grid, within

GREATEST = 1e150
MAX_CHARACTERS = 1000
MAX_NODES = 200
_TOKEN = re.compile(r"\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(&&|\|\||<=|>=|==|!=|[-+*/%^<>!?:(),]))")
_BINDING = {"?": 1, "||": 2, "&&": 3, "==": 4, "!=": 4, "<": 5, "<=": 5, ">": 5, ">=": 5, "+": 6, "-": 6, "*": 7, "/": 7, "%": 7, "^": 9}
_SIGN = 8
_VARIABLES = ("t", "d", "i", "tod", "dow")
_CONSTANTS = {"pi": math.pi, "e": math.e}

Node = tuple


def _refuse(message: str) -> LabError:
    return LabError("recipe-value", f"Expected a formula such as sin(2*pi*d); {message}")


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise _refuse(f"{text[at:at + 1]!r} is not allowed.")
        kind = ("number", "name", "operator")[match.lastindex - 1]
        found.append((kind, match[match.lastindex]))
        at = match.end()
    return found


class _Parser:
    """A Pratt parser: `^` binds to the right and closer than a sign before it."""

    def __init__(self, text: str):
        if len(text) > MAX_CHARACTERS:
            raise _refuse(f"it has {len(text)} characters, {MAX_CHARACTERS} are the most.")
        self.tokens = _tokens(text)
        self.at = 0
        self.nodes = 0

    def next(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise _refuse("it ends too early.")
        self.at += 1
        return self.tokens[self.at - 1]

    def take(self, operator: str) -> None:
        if self.next() != ("operator", operator):
            raise _refuse(f'"{operator}" is missing.')

    def peek(self) -> str:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        return text if kind == "operator" else ""

    def node(self, *parts) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _refuse(f"it has more than {MAX_NODES} numbers, names and operations.")
        return parts

    def whole(self) -> Node:
        tree = self.expression(0)
        if self.at < len(self.tokens):
            raise _refuse("it holds several expressions. Put an operator between them.")
        return tree

    def expression(self, least: int) -> Node:
        left = self.prefix()
        while (binding := _BINDING.get(self.peek(), 0)) > least:
            _, operator = self.next()
            if operator == "?":
                yes = self.expression(0)
                self.take(":")
                left = self.node("if", left, yes, self.expression(binding - 1))
            else:
                right = self.expression(binding - 1 if operator == "^" else binding)
                left = self.node(operator, left, right)
        return left

    def prefix(self) -> Node:
        kind, text = self.next()
        if kind == "number":
            return self.node("number", float(text))
        if kind == "name":
            return self.name(text)
        if text == "(":
            inner = self.expression(0)
            self.take(")")
            return inner
        if text in "+-!":
            inner = self.expression(_SIGN)
            return inner if text == "+" else self.node("negate" if text == "-" else "not", inner)
        raise _refuse(f'"{text}" has nothing before it.')

    def name(self, text: str) -> Node:
        if self.peek() == "(":
            return self.call(text)
        if text in _CONSTANTS:
            return self.node("number", _CONSTANTS[text])
        if text in _VARIABLES:
            return self.node("variable", text)
        raise _refuse(f'there is no variable or constant "{text}".')

    def call(self, name: str) -> Node:
        if name not in _FUNCTIONS and name not in ("min", "max"):
            raise _refuse(f'there is no function "{name}".')
        self.take("(")
        given = [self.expression(0)]
        while self.peek() == ",":
            self.take(",")
            given.append(self.expression(0))
        self.take(")")
        if name in ("min", "max"):
            tree = given[0]
            for other in given[1:]:
                tree = self.node(name, tree, other)
            return tree
        count = _FUNCTIONS[name]
        if len(given) != count:
            raise _refuse(f"{name}(…) takes {count} values, got {len(given)}.")
        return self.node(name, *given)


#: How many values each function takes.
_FUNCTIONS = dict.fromkeys("sin cos tan exp log sqrt abs floor ceil round sign step".split(), 1) | {"pow": 2, "mod": 2, "if": 3}


def _truth(holds, *given):
    bad = np.isnan(given[0])
    for one in given[1:]:
        bad = bad | np.isnan(one)
    return np.where(bad, np.nan, holds.astype(float))


def _raise(x, y):
    whole = (y == np.floor(y)) & (np.abs(y) <= 64)
    out = np.where(x == 0, np.where(y > 0, 0.0, np.where(y < 0, np.inf, np.nan)), np.power(x, y))
    if not whole.any():
        return out
    result, square, left = np.ones_like(x * y), x + 0 * y, np.where(whole, np.abs(y), 0)
    for _ in range(7):
        result = np.where(left % 2 == 1, result * square, result)
        square = square * square
        left = np.floor(left / 2)
    return np.where(whole, np.where(y < 0, 1 / result, result), out)


def _mod(a, b):
    rest = np.fmod(a, b)
    return np.where((rest != 0) & ((rest < 0) != (b < 0)), rest + b, rest)


_OPERATIONS: dict[str, Callable] = {
    "negate": np.negative,
    "not": lambda x: _truth(x == 0, x),
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "floor": np.floor,
    "ceil": np.ceil,
    "round": lambda x: np.floor(x + 0.5),
    "sign": np.sign,
    "step": lambda x: _truth(x >= 0, x),
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "%": np.fmod,
    "^": _raise,
    "pow": _raise,
    "mod": _mod,
    "min": np.minimum,
    "max": np.maximum,
    "<": lambda x, y: _truth(x < y, x, y),
    "<=": lambda x, y: _truth(x <= y, x, y),
    ">": lambda x, y: _truth(x > y, x, y),
    ">=": lambda x, y: _truth(x >= y, x, y),
    "==": lambda x, y: _truth(x == y, x, y),
    "!=": lambda x, y: _truth(x != y, x, y),
    "&&": lambda x, y: _truth((x != 0) & (y != 0), x, y),
    "||": lambda x, y: _truth((x != 0) | (y != 0), x, y),
    "if": lambda test, yes, no: np.where(np.isnan(test), np.nan, np.where(test != 0, yes, no)),
}


def _evaluate(node: Node, inputs: Callable[[str], np.ndarray], size: int) -> np.ndarray:
    kind, *rest = node
    if kind == "number":
        return np.full(size, rest[0])
    if kind == "variable":
        return inputs(rest[0])
    return _OPERATIONS[kind](*(_evaluate(one, inputs, size) for one in rest))


def formula(grid: Grid, text: str) -> Callable[[np.ndarray], np.ndarray]:
    """The base of a formula; NaN where it has no value, or one beyond ±1e150. Raises LabError."""
    if not text.strip():
        raise _refuse("got nothing.")
    tree = _Parser(text).whole()

    def base(rows):
        tau = grid.tau(rows)

        def inputs(name):
            match name:
                case "t":
                    return tau / 1e6
                case "d":
                    return tau / DAY
                case "i":
                    return tau / grid.step
                case "tod":
                    return within(tau + grid.start, DAY) / 3.6e9
            return np.floor(within(tau + grid.start - MONDAY, WEEK) / DAY)

        with np.errstate(all="ignore"):
            value = _evaluate(tree, inputs, len(tau))
            return np.where(np.abs(value) <= GREATEST, value, np.nan)

    return base
