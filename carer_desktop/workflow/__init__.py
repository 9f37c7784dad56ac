"""Where a record stands."""
