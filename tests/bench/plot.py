"""A plot of curves over logarithmic axes, as SVG."""

import math
from collections.abc import Iterator, Mapping
from html import escape

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 46, 56
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#555555")
"""To be told apart by those who see red and green as one."""
_TEXT = 'font-family="sans-serif" font-size="13" fill="#222"'

Curves = Mapping[str, Mapping[int, float]]
"""By the name of each curve: values above 0, by what they are values of."""


def plot(title: str, across: str, up: str, curves: Curves) -> str:
    """The whole SVG; `across` and `up` say what the axes are."""
    return "\n".join([*_drawing(title, across, up, curves), "</svg>", ""])


def _drawing(title: str, across: str, up: str, curves: Curves) -> Iterator[str]:
    scale = _Scale(curves)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
    )
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    yield f'<text x="{LEFT}" y="26" {_TEXT} font-weight="bold">{escape(title)}</text>'
    yield from _grid(scale)
    middle = LEFT + (WIDTH - LEFT - RIGHT) / 2
    yield _text(middle, HEIGHT - 14, across, "middle")
    half = TOP + (HEIGHT - TOP - BOTTOM) / 2
    yield (
        f'<text x="18" y="{half}" {_TEXT} text-anchor="middle" '
        f'transform="rotate(-90 18 {half})">{escape(up)}</text>'
    )
    labels = _labels(scale, curves)
    for colour, (name, values) in zip(COLOURS, curves.items(), strict=False):
        points = [(scale.x(key), scale.y(value)) for key, value in sorted(values.items())]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        for x, y in points:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
        yield _text(WIDTH - RIGHT + 14, labels[name], name, "start", colour)


def _grid(scale: "_Scale") -> Iterator[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for power in range(scale.left, scale.right + 1):
        x = scale.x(10**power)
        yield f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}" stroke="#ddd"/>'
        yield _text(x, bottom + 20, f"{10**power:,}", "middle")
    for power in range(scale.low, scale.high + 1):
        y = scale.y(10**power)
        yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}" stroke="#ddd"/>'
        yield _text(LEFT - 8, y + 4, f"{10**power:,}", "end")


def _labels(scale: "_Scale", curves: Curves) -> dict[str, float]:
    """Where each curve's name stands: beside its end, or below the name above it."""
    ends = {name: scale.y(values[max(values)]) + 4 for name, values in curves.items()}
    placed: dict[str, float] = {}
    above = 0.0
    for name in sorted(ends, key=lambda one: ends[one]):
        above = placed[name] = max(ends[name], above + 18)
    return placed


def _text(x: float, y: float, text: str, anchor: str, colour: str = "") -> str:
    style = _TEXT.replace("#222", colour) if colour else _TEXT
    return f'<text x="{x:.1f}" y="{y:.1f}" {style} text-anchor="{anchor}">{escape(text)}</text>'


class _Scale:
    """From values to places, with whole powers of ten at the ends."""

    def __init__(self, curves: Curves) -> None:
        across = [key for values in curves.values() for key in values]
        up = [value for values in curves.values() for value in values.values()]
        self.left, self.right = _powers(min(across), max(across))
        self.low, self.high = _powers(min(up), max(up))

    def x(self, value: float) -> float:
        part = (math.log10(value) - self.left) / (self.right - self.left)
        return LEFT + part * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        part = (math.log10(value) - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)


def _powers(least: float, most: float) -> tuple[int, int]:
    low = math.floor(math.log10(least))
    return low, max(math.ceil(math.log10(most)), low + 1)
