"""Simple drawings for easy read, our own: one line of shapes each, 64 by 64, in the ink's colour.

They stand beside a sentence that says the same, so a screen reader passes them by.
"""

_SHAPES = {
    "child": '<circle cx="32" cy="16" r="9"/><path d="M32 25v20M18 33h28M32 45l-9 14M32 45l9 14"/>',
    "people": (
        '<circle cx="20" cy="20" r="8"/><circle cx="44" cy="20" r="8"/>'
        '<path d="M6 54c0-16 28-16 28 0M30 54c0-16 28-16 28 0"/>'
    ),
    "school": '<path d="M6 56V30l26-18 26 18v26zM26 56V42h12v14M32 12V4h12v6H32"/>',
    "plan": '<path d="M14 6h28l8 8v44H14zM22 22h20M22 32h20M22 42h12"/>',
    "clock": '<circle cx="32" cy="32" r="26"/><path d="M32 16v16l12 8"/>',
    "health": '<path d="M32 56C4 36 8 12 22 12c6 0 10 6 10 6s4-6 10-6c14 0 18 24-10 44z"/>',
    "talk": '<path d="M6 10h52v34H30L18 56V44H6zM18 22h28M18 32h18"/>',
    "map": '<path d="M6 14l16-6 20 8 16-6v40l-16 6-20-8-16 6zM22 8v40M42 16v40"/>',
    "home": '<path d="M8 32L32 8l24 24M14 28v28h36V28M26 56V40h12v16"/>',
    "more": '<path d="M8 52h48M16 44V32M32 44V22M48 44V10"/>',
    "less": '<path d="M8 52h48M16 44V10M32 44V22M48 44V32"/>',
    "same": '<path d="M12 24h40M12 40h40"/>',
    "question": (
        '<circle cx="32" cy="32" r="26"/><path d="M24 26c0-12 17-11 17 0 0 8-9 7-9 14M32 47v2"/>'
    ),
    "break": '<circle cx="46" cy="16" r="8"/><path d="M4 54c8-22 18-22 24-8 4-10 20-14 32 8z"/>',
    "grown up": (
        '<circle cx="32" cy="12" r="8"/><path d="M20 60V26h24v34M32 40v20M14 44l6-18M50 44l-6-18"/>'
    ),
    "hidden": '<circle cx="32" cy="32" r="26"/><path d="M14 14l36 36"/>',
}
NAMES = tuple(_SHAPES)


def icon(name: str) -> str:
    """Return the drawing as SVG that a screen reader leaves out."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" aria-hidden="true" '
        'class="icon s-ink" fill="none" stroke="#0b0c0c" stroke-width="3.5" '
        f'stroke-linecap="round" stroke-linejoin="round">{_SHAPES[name]}</svg>'
    )
