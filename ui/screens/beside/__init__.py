"""The small jobs beside the form: an offer, somebody who waits, the duty call, what was promised, the month's count."""
