"""Pounds and pence: Decimal throughout, two places, half up; no binary number ever comes near them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")


def pounds(amount: Decimal) -> str:
    """An amount as people write it.

    >>> pounds(Decimal("1250.00"))
    '£1,250.00'
    """
    return f"£{amount:,.2f}"


def rounded(amount: Decimal, step: Decimal = PENNY) -> Decimal:
    """The nearest multiple of a step in pounds, half up, with two places.

    >>> rounded(Decimal("177.7475")), rounded(Decimal("172.50"), Decimal("5.00"))
    (Decimal('177.75'), Decimal('175.00'))
    """
    return ((amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step).quantize(PENNY)
