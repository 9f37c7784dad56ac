"""A small form pack that tests change in one place at a time."""

FORM = """
id = "small"
version = "0.1.0"
status = "draft"
title = "Small form"
date_question = "day"
path_question = "depth"
sections = ["one", "two"]
check_questions = ["first"]
[prior]
level = "last_level"
[[group]]
id = "all"
title = "All"
[[full_when]]
why = "It may break down within weeks"
when = { question = "crisis", is = "weeks" }
[[rule]]
question = "hours"
kind = "hard"
text = "Hours cannot be more than the most hours"
when = { question = "hours", more_than = { question = "most_hours" } }
[[rule]]
question = "hours"
kind = "soft"
text = "That is a lot of hours"
when = { question = "hours", more_than = 100 }
"""

CHOICES = """
[[YN]]
id = "yes"
label = "Yes"
[[YN]]
id = "no"
label = "No"
[[SOME]]
id = "a"
label = "Option A"
[[SOME]]
id = "b"
label = "Option B"
[[SOME]]
id = "none"
label = "None of these"
alone = true
"""

ONE = """
id = "one"
title = "First section"
group = "all"
asked_of = "carer"
audience = ["carer"]
[[question]]
id = "day"
type = "date"
label = "Day we talked"
required = "C"
[[question]]
id = "depth"
type = "choice"
label = "How full"
choices = [{ id = "short", label = "Short" }, { id = "full", label = "Full" }]
default = "short"
filled = "short unless you say otherwise"
[[question]]
id = "first"
type = "name"
label = "First name"
required = "C"
[[question]]
id = "last_level"
type = "choice"
label = "Level last time"
choices = "YN"
[[question]]
id = "most_hours"
type = "decimal"
label = "Most hours"
[[question]]
id = "hours"
type = "decimal"
label = "Hours of care a week"
required = "E"
least = "0"
most = "168"
usual_most = "120"
[[question]]
id = "crisis"
type = "choice"
label = "Might it break down"
choices = [{ id = "no", label = "No" }, { id = "weeks", label = "Within weeks" }]
[[question]]
id = "detail"
type = "long_text"
label = "What would happen"
required = "C"
show_when = { question = "crisis", is = "weeks" }
[[question]]
id = "tasks"
type = "grid"
label = "What you do"
choices = [{ id = "never", label = "Never" }, { id = "daily", label = "Daily" }]
rows = [{ id = "moving", label = "Moving and lifting" }, { id = "meals", label = "Meals" }]
[[question]]
id = "trained"
type = "choice"
label = "Trained in lifting"
choices = "YN"
show_when = { question = "tasks.moving", is = "daily" }
"""

TWO = """
id = "two"
title = "Second section"
group = "all"
show_when = { question = "first", answered = true }
[[question]]
id = "some"
type = "choices"
label = "Some things"
choices = "SOME"
required = "E"
[[question]]
id = "note"
type = "message"
label = "Bank details are never asked for here"
[[question]]
id = "after"
type = "text"
label = "Only with the level"
show_when = { question = "prior.level", is = "yes" }
[[question]]
id = "cf"
type = "list"
label = "People you care for"
required = "C"
least_items = 1
item_title = "name"
[[question.column]]
id = "known_asc"
type = "choice"
label = "Known to the council"
choices = "YN"
required = "C"
[[question.column]]
id = "consent"
type = "choice"
label = "Knows about this record"
choices = "YN"
[[question.column]]
id = "minimise"
type = "calculated"
label = "Keep to a minimum"
calculation = "cf_minimise"
gives = ["yes", "no"]
[[question.column]]
id = "note"
type = "message"
label = "Only initials here"
show_when = { question = "cf.minimise", is = "yes" }
[[question.column]]
id = "name"
type = "name"
label = "Name"
required = "C"
show_when = { question = "cf.minimise", is = "no" }
[[question]]
id = "cf_count"
type = "calculated"
label = "How many"
calculation = "cf_count"
[[question]]
id = "mosaic"
type = "text"
label = "Mosaic ID"
required = "X"
fact = true
"""

FILES = {"form.toml": FORM, "choices.toml": CHOICES, "one.toml": ONE, "two.toml": TWO}


def changed(file: str, old: str, new: str) -> dict[str, str]:
    """The small form with one text replaced by another, once."""
    assert FILES[file].count(old) >= 1, f"{old!r} is not in {file}"
    return FILES | {file: FILES[file].replace(old, new, 1)}
