"""What is asked: question types, conditions, form packs and their checks."""
