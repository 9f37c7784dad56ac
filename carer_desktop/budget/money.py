"""Pounds and pence: Decimal throughout, two places, half up; no binary number ever comes near them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")
NOTHING = Decimal("0.00")


def pounds(amount: Decimal) -> str:
    """An amount as people write it.

    >>> pounds(Decimal("1250.00")), pounds(Decimal("-2.5"))
    ('£1,250.00', '-£2.50')
    """
    return f"{'-' if amount < 0 else ''}£{abs(amount):,.2f}"


def said(number: Decimal) -> str:
    """A number as people write it, without noughts that say nothing.

    >>> said(Decimal("40.0")), said(Decimal("1.57")), said(Decimal("1200"))
    ('40', '1.57', '1,200')
    """
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(amount: Decimal, step: Decimal = PENNY) -> Decimal:
    """The nearest multiple of a step in pounds, half up, with two places.

    >>> rounded(Decimal("177.7475")), rounded(Decimal("172.50"), Decimal("5.00"))
    (Decimal('177.75'), Decimal('175.00'))
    """
    return ((amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step).quantize(PENNY)
