"""A screen reader's side of a journey: what comes over the accessibility bus, and nothing else."""
