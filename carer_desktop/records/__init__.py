"""Who and what else: people, carers, cards and what is kept beside an assessment; plain frozen values."""
