"""A bar chart as SVG, for the documentation: a few named values, the first of them ours."""

from collections.abc import Mapping
from html import escape

WIDTH, LABEL, BAR, GAP, TOP = 760, 220, 26, 14, 56
OURS, PEER = "#0b7285", "#adb5bd"
FONT = 'font-family="sans-serif" font-size="14"'


def bar_chart(title: str, values: Mapping[str, float], unit: str) -> str:
    """One horizontal bar a value, from zero, with its number at its end."""
    longest = max(values.values())
    height = TOP + len(values) * (BAR + GAP)
    rows = [_row(index, *item, longest, unit) for index, item in enumerate(values.items())]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-label="{escape(title)}">'
    )
    background = f'<rect width="{WIDTH}" height="{height}" fill="white"/>'
    heading = f'<text x="16" y="30" {FONT} font-weight="bold">{escape(title)}</text>'
    return "\n".join([head, background, heading, *rows, "</svg>\n"])


def _row(index: int, name: str, value: float, longest: float, unit: str) -> str:
    top = TOP + index * (BAR + GAP)
    length = (WIDTH - LABEL - 120) * value / longest
    middle = top + BAR * 0.7
    return (
        f'<text x="{LABEL - 10}" y="{middle:.0f}" text-anchor="end" {FONT}>{escape(name)}</text>'
        f'<rect x="{LABEL}" y="{top}" width="{length:.1f}" height="{BAR}" fill="{OURS if index == 0 else PEER}"/>'
        f'<text x="{LABEL + length + 8:.1f}" y="{middle:.0f}" {FONT}>{value:,.0f} {escape(unit)}</text>'
    )
