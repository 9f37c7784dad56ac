"""What is not asked counts for nothing: for every condition of both forms an answered question is hidden and gone."""

from dataclasses import replace

import pytest

from carer_desktop.documents.pages import make_report
from carer_desktop.findings.content import content
from carer_desktop.findings.find import find
from tests.core.packs.generate import Maker
from tests.core.packs.packs import FORMS, TABLES, TODAY, every_question

MAKERS = {name: Maker(form) for name, form in FORMS.items()}


def conditions(form):
    """Every condition under which something is asked, with the question that shows what it does."""
    for section in form.sections:
        if section.show_when is not None:
            kinds = ("long_text", "text", "name", "choices", "choice")
            plain = [q for q in section.questions if q.show_when is None and q.answerable]
            first = min(plain, key=lambda q: kinds.index(q.type) if q.type in kinds else 9, default=None)
            if first is not None:
                yield first.key, section.show_when
            else:
                assert not any(q.answerable and q.show_when is None for q in section.questions)
    for key, question, _ in every_question(form):
        if question.show_when is not None:
            yield key, question.show_when


EVERY = [(name, key, number) for name, form in FORMS.items() for number, (key, _) in enumerate(conditions(form))]


def looked_at(form, case, maker):
    assessment = maker.record(case)
    findings = find(form, TABLES, assessment, TODAY)
    pages = make_report(form, assessment, findings, today=TODAY)
    return findings, pages, content(form, assessment, findings)


def where(key):
    top, _, column = key.partition(".")
    return f"{top}/one/{column}" if column else top


@pytest.mark.parametrize(("name", "key", "number"), EVERY, ids=[f"{name}-{key}" for name, key, _ in EVERY])
def test_a_hidden_answer_is_nowhere(name, key, number):
    form, maker = FORMS[name], MAKERS[name]
    condition = list(conditions(form))[number][1]
    question, place = form.by_key[key], where(key)

    shown = next(case for case in maker.showing(key) if place in find(form, TABLES, maker.record(case), TODAY).shown)
    findings, pages, _ = looked_at(form, shown, maker)
    section = form.section[question.section]
    printed = not section.by_moves and not section.private
    if question.type in ("text", "long_text", "name") and printed and place not in findings.hidden:
        assert f"Zyxw {key}" in repr(pages), "while it is asked, the document holds it"

    hiding = [c for c in maker.hiding(shown, key, condition) if place not in find_shown(form, maker, c)]
    if not question.answerable:
        assert hiding, f"nothing hides {key}"
        assert place not in find(form, TABLES, maker.record(hiding[0]), TODAY).calculated
        return
    assert hiding, f"nothing hides {key}"
    case = hiding[0]
    without = {other: value for other, value in case.items() if other != key}
    hidden, its_pages, its_content = looked_at(form, case, maker)
    never, other_pages, other_content = looked_at(form, without_item(without, key), maker)
    assert place in hidden.hidden, "it is kept"
    assert key not in hidden.values and place not in hidden.shown
    assert replace(hidden, hidden={}) == replace(never, hidden={}), "nothing follows from it: counts, gates, suggestion"
    assert its_pages == other_pages and its_content == other_content
    assert f"Zyxw {key}" not in repr(its_pages)


def find_shown(form, maker, case):
    return find(form, TABLES, maker.record(case), TODAY).shown


def without_item(case, key):
    """The same case; a list keeps its one item although the only cell in it is gone."""
    top, _, column = key.partition(".")
    if not column or any(other.startswith(f"{top}.") and value is not None for other, value in case.items()):
        return case
    return {**case, top: [{"id": "one"}]}
