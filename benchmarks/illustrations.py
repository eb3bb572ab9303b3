"""Draws the pictures of docs/how-it-works.md from a home: what happened there, nothing else.

    python -m benchmarks illustrations ~/my-wall
    python -m benchmarks illustrations ~/my-wall --prime "Если " --seed 4

Writes into `docs/images/`: curve.svg, how the newest training of the home went, and letters.svg, what the live network
holds likely, letter by letter.
"""

import argparse
from html import escape
from pathlib import Path

import numpy as np

from model import checkpoint as checkpoints
from model import training_curve
from model.inference import Int8Network
from model.vocabulary import END

_IMAGES = Path(__file__).parents[1] / "docs" / "images"
_INK, _PALE, _ACCENT, _SECOND = "#1f2937", "#d1d5db", "#c2410c", "#1d4ed8"
_LETTERS, _CHOICES = 16, 5


def main(arguments: list[str]) -> int:
    """Write both pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--prime", default="Если ")
    parser.add_argument("--temperature", type=float, default=0.8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    folder = options.home / "checkpoints"
    newest = max(path.parent for path in folder.glob(f"*/{training_curve.FILE}"))
    (_IMAGES / "curve.svg").write_text(_curve(training_curve.read(newest)), "utf-8")
    steps = _likely(checkpoints.load(checkpoints.live(folder)), options.prime, options.temperature, options.seed)
    (_IMAGES / "letters.svg").write_text(_letters(options.prime, steps), "utf-8")
    print(options.prime + "".join(chosen for chosen, _ in steps))
    return 0


_Step = tuple[str, list[tuple[str, float]]]


def _likely(checkpoint: checkpoints.Checkpoint, prime: str, temperature: float, seed: int) -> list[_Step]:
    """At each letter the one that was drawn, and the likeliest with their probabilities, all at the temperature."""
    network, vocabulary = Int8Network(checkpoint), checkpoint.vocabulary
    state, draw = network.new_state(1), np.random.default_rng(seed)
    logits = network.step([END], state)
    for symbol in vocabulary.encode(prime):
        logits = network.step([int(symbol)], state)
    steps: list[_Step] = []
    for _ in range(_LETTERS):
        odds = np.exp((logits[0] - logits[0].max()) / temperature)
        odds /= odds.sum()
        drawn = int(draw.choice(len(odds), p=odds / odds.sum(dtype=np.float64)))
        best = np.argsort(-odds)[:_CHOICES]
        steps.append((_shown(vocabulary.decode([drawn])), [(_shown(vocabulary.decode([i])), odds[i]) for i in best]))
        if drawn == END:
            break
        logits = network.step([drawn], state)
    return steps


def _shown(text: str) -> str:
    return {"\n": "↵", "": "■"}.get(text, text)


def _svg(width: int, height: int, told: str, parts: list[str]) -> str:
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"',
        f' aria-label="{escape(told)}" font-family="sans-serif" font-size="13" fill="{_INK}">',
        f'<rect width="{width}" height="{height}" rx="8" fill="#ffffff"/>',
        *parts,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _text(x: float, y: float, text: str, fill: str = _INK, more: str = "") -> str:
    shown = escape(text).replace(" ", "␣") if len(text) == 1 else escape(text)
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{fill}"{more}>{shown}</text>'


def _curve(points: tuple[training_curve.CurvePoint, ...]) -> str:
    width, left, top, bottom = 760, 50, 20, 250
    learned = [(one.share, one.training) for one in points if one.training is not None]
    held_out = [(one.share, one.held_out) for one in points if one.held_out is not None]
    bits = [value for _, value in [*learned, *held_out]]
    least, most = min(bits) - 0.1, min(5.0, max(bits))

    def y_of(value: float) -> float:
        return bottom - (min(most, value) - least) / (most - least) * (bottom - top)

    def line(found: list[tuple[float, float]], colour: str) -> str:
        at = " ".join(f"{left + share * (width - left - 20):.1f},{y_of(value):.1f}" for share, value in found)
        return f'<polyline points="{at}" fill="none" stroke="{colour}" stroke-width="2"/>'

    grid = []
    for half in range(int(least * 2) + 1, int(most * 2) + 1):
        y = y_of(half / 2)
        grid += [f'<path d="M{left} {y:.1f}H{width - 20}" stroke="{_PALE}"/>', _text(18, y + 4, f"{half / 2:.1f}")]
    last = f"{held_out[-1][1]:.2f}"
    legend = [
        _text(left, 280, "bits per character"),
        _text(190, 280, f"of held-out posts, at last {last}", _ACCENT),
        _text(420, 280, f"pale: of those it learns from · {points[-1].step:,} updates"),
    ]
    parts = [*grid, line(learned, _PALE), line(held_out, _ACCENT), *legend]
    return _svg(width, 300, f"Bits per character fall to {last} on held-out posts", parts)


def _letters(prime: str, steps: list[_Step]) -> str:
    column, row, top = 47, 24, 62
    width, height = column * len(steps) + 20, top + row * _CHOICES + 14
    parts = []
    for place, (chosen, likely) in enumerate(steps):
        x = 12 + place * column
        parts.append(_text(x + 14, 36, chosen, more=' font-size="22" font-weight="bold"'))
        for number, (letter, share) in enumerate(likely):
            y, colour = top + number * row, _ACCENT if letter == chosen else _SECOND
            bar = f'<rect x="{x + 14}" y="{y}" width="{max(1.0, share * 26):.1f}" height="14" fill="{colour}"/>'
            parts += [bar, _text(x, y + 12, letter, colour)]
    written = prime + "".join(chosen for chosen, _ in steps)
    return _svg(width, height, f"The likeliest letters at each place of: {written}", parts)
