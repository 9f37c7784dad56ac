"""What the law and the council’s process say: eligibility under the Care Act 2014, and who should do it."""
