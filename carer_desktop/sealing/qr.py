"""A QR code as plain squares, for whoever draws or prints it; the only module that imports `segno`."""

from __future__ import annotations


def squares(text: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of a QR code of this text, True where a square is dark; the quiet border of four is not in it."""
    import segno

    return tuple(tuple(bool(square) for square in row) for row in segno.make_qr(text, error="m").matrix)
