"""Curves as SVG: panels with logarithmic axes, in colours that can be read on light and on dark backgrounds."""

import math
from dataclasses import dataclass
from html import escape

COLOURS = {
    "raw": "#8a8f98", "rung": "#e8590c", "dbmate": "#2f9e44", "yoyo": "#a855d8", "alembic": "#c28a00",
    "sqlspec": "#3b82f6", "sql-migrate": "#0d9aa5", "goose": "#d6336c", "sqitch": "#8d6e52", "cat": "#5c9ead",
}
GREY = "#7d838c"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM, LEGEND = 400, 290, 74, 20, 34, 52, 34
MARKS = ("circle", "square", "diamond", "triangle")


@dataclass(frozen=True)
class Panel:
    title: str
    across: str  # the label of the x axis, with its unit
    up: str
    lines: dict[str, list[tuple[float, float]]]  # points of each contestant


@dataclass(frozen=True)
class Scale:
    """A logarithmic axis between two numbers, drawn between two places."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (math.log(value) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))
        return self.start + share * (self.end - self.start)


def curves(title: str, panels: list[Panel]) -> str:
    """The text of the SVG: panels two in a row, and one legend."""
    rows = (len(panels) + 1) // 2
    width, height = WIDTH * min(2, len(panels)), HEIGHT * rows + LEGEND
    names = [name for name in COLOURS if any(name in panel.lines for panel in panels)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" font-family="sans-serif" font-size="12" fill="{GREY}">',
        f"<title>{escape(title)}</title>",
        legend(names),
    ]
    for number, panel in enumerate(panels):
        x, y = WIDTH * (number % 2), LEGEND + HEIGHT * (number // 2)
        parts.append(f'<g transform="translate({x} {y})">\n{drawn(panel, names)}\n</g>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def legend(names: list[str]) -> str:
    parts, x = [], LEFT
    for number, name in enumerate(names):
        colour = COLOURS[name]
        parts.append(f'<path d="M{x} 18h24" stroke="{colour}" stroke-width="2"/>')
        parts.append(mark(MARKS[number % len(MARKS)], x + 12, 18, colour))
        parts.append(f'<text x="{x + 30}" y="22">{escape(name)}</text>')
        x += 50 + 7 * len(name)
    return "\n".join(parts)


def drawn(panel: Panel, names: list[str]) -> str:
    points = [point for line in panel.lines.values() for point in line]
    places = sorted({x for x, _ in points})
    across = Scale(places[0], max(places[-1], places[0] * 2), LEFT + 12, WIDTH - RIGHT - 12)
    low, high = min(y for _, y in points), max(y for _, y in points)
    up = Scale(10 ** math.floor(math.log10(low)), 10 ** math.ceil(math.log10(high * 1.01)), HEIGHT - BOTTOM, TOP)
    parts = [f'<text x="{LEFT}" y="{TOP - 12}" font-weight="bold">{escape(panel.title)}</text>']
    parts += [grid_line(up, power) for power in range(round(math.log10(up.low)), round(math.log10(up.high)) + 1)]
    for x in places:
        at = across.at(x)
        parts.append(f'<path d="M{at:.1f} {HEIGHT - BOTTOM}v4" stroke="{GREY}"/>')
        parts.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{x:,}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(f'<text x="{middle}" y="{HEIGHT - 14}" text-anchor="middle">{escape(panel.across)}</text>')
    centre = (TOP + HEIGHT - BOTTOM) / 2
    turned = f'transform="translate(14 {centre}) rotate(-90)" text-anchor="middle"'
    parts.append(f"<text {turned}>{escape(panel.up)}</text>")
    for number, name in enumerate(names):
        if name in panel.lines:
            parts.append(line(name, MARKS[number % len(MARKS)], panel.lines[name], across, up))
    return "\n".join(parts)


def grid_line(up: Scale, power: int) -> str:
    value, y = 10**power, up.at(10**power)
    label = f"{value:,}" if power >= 0 else f"{value:g}"
    rule = f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{GREY}" stroke-opacity="0.35"/>'
    return f'{rule}\n<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{label}</text>'


def line(name: str, shape: str, points: list[tuple[float, float]], across: Scale, up: Scale) -> str:
    colour, places = COLOURS[name], [(across.at(x), up.at(y)) for x, y in points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    width = 3 if name == "rung" else 1.8
    drawn_line = f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'
    return "\n".join([drawn_line, *(mark(shape, x, y, colour) for x, y in places)])


def mark(shape: str, x: float, y: float, colour: str) -> str:
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    path = {"square": "m-4-4h8v8h-8z", "diamond": "m0-5l5 5-5 5-5-5z", "triangle": "m0-5l5 9h-10z"}[shape]
    return f'<path d="M{x:.1f} {y:.1f}{path}" fill="{colour}"/>'
