"""Reading a form pack: strict, so that a slip of the pen in a form is an error with file, question and mend."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from carer_desktop.errors import FormError, StoreError
from carer_desktop.forms import raw
from carer_desktop.forms.condition import All, Any_, Comparison, Condition, Not, Other
from carer_desktop.forms.paper import paper_parts
from carer_desktop.forms.question import Choice, Form, FullWhen, Group, Question, Rule, Section
from carer_desktop.there import lying_in, unread


def pack_files(folder: Path) -> dict[str, str]:
    """The files of a pack, name -> text. A pack is its TOML files and nothing else."""
    try:
        files = {path.name: path.read_text("utf-8") for path in lying_in(folder, ".toml")}
    except StoreError as error:
        raise FormError(error.what, error.where, error.mend) from error
    except OSError as error:
        said = unread(error, Path(error.filename or folder))
        raise FormError(said.what, said.where, said.mend) from error
    except UnicodeDecodeError as error:
        raise FormError("A file of the form cannot be read as text", str(folder), "Save it as UTF-8.") from error
    if "form.toml" not in files:
        raise FormError(
            "There is no form here: form.toml is missing", str(folder), "Name the folder of one form version."
        )
    return files


def pack_bytes(files: Mapping[str, str]) -> bytes:
    """The pack as it is kept in a vault and hashed: JSON of name -> text, sorted by name, UTF-8."""
    return json.dumps(dict(files), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def pack_sha256(files: Mapping[str, str]) -> str:
    """The hash a form version is known by."""
    return hashlib.sha256(pack_bytes(files)).hexdigest()


def load(folder: Path) -> Form:
    """The form in a folder of TOML files; raises FormError naming file, question and mend."""
    return read_pack(pack_files(folder))


def read_pack(files: Mapping[str, str]) -> Form:
    """The form in a pack's files (name -> text), from a folder or from a vault."""
    head = raw.table(_toml(files, "form.toml"), "form.toml", raw.FORM)
    sets = _choice_sets(_toml(files, "choices.toml")) if "choices.toml" in files else {}
    sections = tuple(_section(name, _toml(files, f"{name}.toml"), sets) for name in head["sections"])
    unused = sorted(set(files) - {"form.toml", "choices.toml"} - {f"{name}.toml" for name in head["sections"]})
    if unused:
        raise FormError(
            f"{unused[0]} is not among the sections", "form.toml", "Add it to `sections` or take the file away."
        )
    form = Form(
        id=head["id"],
        version=head["version"],
        status=head["status"],
        title=head["title"],
        sha256=pack_sha256(files),
        groups=tuple(Group(**raw.table(group, "form.toml", raw.GROUP)) for group in head["group"]),
        sections=sections,
        date_question=head["date_question"],
        path_question=head["path_question"],
        full_when=tuple(_full_when(one) for one in head["full_when"]),
        rules=tuple(_rule(one) for one in head["rule"]),
        prior=head["prior"],
        check_questions=tuple(head["check_questions"]),
    )
    _check_names(form)
    return _with_dates(replace(form, paper=paper_parts(head["paper"], form, sets)))


def _toml(files: Mapping[str, str], name: str) -> dict[str, Any]:
    if name not in files:
        raise FormError(f"The file {name} is missing", "form.toml", "Add it or take its section out of `sections`.")
    try:
        return tomllib.loads(files[name])
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"{name} is not TOML: {error}", name, "Mend that line.") from error


def _choice_sets(sets: Mapping[str, Any]) -> dict[str, tuple[Choice, ...]]:
    return {name: _choices(rows, f"choices.toml, {name}") for name, rows in sets.items()}


def _choices(rows: Any, where: str) -> tuple[Choice, ...]:
    if not isinstance(rows, list):
        raise FormError("Choices must be a list of tables with id and label", where)
    choices = tuple(Choice(**raw.table(row, where, raw.CHOICE)) for row in rows)
    _no_twins((choice.id for choice in choices), "choice", where)
    return choices


def _no_twins(ids: Iterator[str], kind: str, where: str) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise FormError(f"The {kind} “{one}” is there twice", where, "Give one of them another id.")
        seen.add(one)


def _section(name: str, data: dict[str, Any], sets: Mapping[str, tuple[Choice, ...]]) -> Section:
    file = f"{name}.toml"
    row = raw.table(data, file, raw.SECTION)
    if row["id"] != name:
        raise FormError(f"The section calls itself “{row['id']}”", file, f'Write id = "{name}" or rename the file.')
    inherited = {"asked_of": row["asked_of"], "audience": row["audience"], "fact": row["by_moves"]}
    return Section(
        id=name,
        title=row["title"],
        group=row["group"],
        intro=row["intro"],
        show_when=_condition(row["show_when"], file),
        task_list=row["task_list"],
        by_moves=row["by_moves"],
        private=row["private"],
        asked_of=row["asked_of"],
        questions=tuple(_question(one, name, "", inherited, sets) for one in row["question"]),
    )


def _question(
    data: Any, section: str, parent: str, inherited: Mapping[str, Any], sets: Mapping[str, tuple[Choice, ...]]
) -> Question:
    row = raw.table(data, f"{section}.toml", raw.QUESTION)
    where = f"{section}.toml, {parent}{row['id']}"
    kind = row["type"]
    own = {key: row[key] if row[key] is not None else inherited[key] for key in inherited}
    columns = tuple(_question(one, section, f"{row['id']}.", own, sets) for one in row["column"])
    if (kind == "list") != bool(columns):
        raise FormError("A list needs columns, and only a list has them", where)
    _no_twins((column.id for column in columns), "column", where)
    needs_choices = kind in ("choice", "choices", "grid") and not row["choices_from"]
    choices = row["choices"]
    if isinstance(choices, str):
        if choices not in sets:
            raise FormError(f"There is no set of choices “{choices}”", where, _did_you_mean(choices, sets))
        choices = sets[choices]
    else:
        choices = _choices(choices, where)
    if needs_choices and not choices:
        raise FormError("There is nothing to choose from", where, "Give it `choices`.")
    if (kind == "grid") != bool(row["rows"]):
        raise FormError("A grid needs rows, and only a grid has them", where)
    if (kind == "calculated") != bool(row["calculation"]):
        raise FormError("A calculated question names its calculation, and only a calculated one does", where)
    plain = {key: row[key] for key in raw.PLAIN_QUESTION}
    return Question(
        key=f"{parent}{row['id']}",
        section=section,
        choices=choices,
        columns=columns,
        rows=_choices(row["rows"], where),
        show_when=_condition(row["show_when"], where),
        audience=("council", *own["audience"]),
        audience_when=_condition(row["audience_when"], where),
        asked_of=own["asked_of"],
        fact=own["fact"],
        gives=tuple(row["gives"]),
        **plain,
    )


def _full_when(data: Any) -> FullWhen:
    row = raw.table(data, "form.toml, full_when", raw.FULL_WHEN)
    return FullWhen(needed_condition(row["when"], "form.toml, full_when"), row["why"])


def _rule(data: Any) -> Rule:
    row = raw.table(data, "form.toml, rule", raw.RULE)
    when = needed_condition(row["when"], f"form.toml, rule for {row['question']}")
    return Rule(row["question"], when, row["text"], row["kind"])


def needed_condition(data: Any, where: str) -> Condition:
    """A condition from its TOML table, as forms and the other tables of rules write it; FormError for anything else."""
    condition = _condition(data, where)
    if condition is None:
        raise FormError("The condition is empty", where)
    return condition


def _condition(data: Any, where: str) -> Condition | None:
    """A condition from its TOML table: `all`, `any`, `not`, or a question with one operator."""
    if data is None:
        return None
    if not isinstance(data, dict):
        raise FormError('A condition is a table such as { question = "sleep", is = "often" }', where)
    if len(data) == 1:
        ((word, inner),) = data.items()
        if word in ("all", "any") and isinstance(inner, list) and inner:
            parts = tuple(needed_condition(part, where) for part in inner)
            return All(parts) if word == "all" else Any_(parts)
        if word == "not":
            return Not(needed_condition(inner, where))
    row = raw.table(data, where, raw.TEST)
    operators = [key for key in row if key != "question" and row[key] is not None]
    if len(operators) != 1:
        raise FormError(f"The condition on “{row['question']}” needs exactly one operator", where)
    return Comparison(row["question"], operators[0], _wanted(row[operators[0]], operators[0], where))


def _wanted(value: Any, operator: str, where: str) -> Any:
    if operator == "answered" and not isinstance(value, bool):
        raise FormError("`answered` is true or false", where)
    if isinstance(value, dict):
        return Other(raw.table(value, where, raw.OTHER)["question"])
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, float):
        raise FormError("A number with a point is written as text", where, f'Write "{value}".')
    return value


def _did_you_mean(name: str, known: Mapping[str, Any]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"Did you mean “{near[0]}”?" if near else ""


def _check_names(form: Form) -> None:
    """Every name used must exist, and a condition may only ask for a choice that is offered."""
    _no_twins((q.id for s in form.sections for q in s.questions), "question", "form")
    known = {**form.by_key, **{f"{q.id}.{row.id}": q for q in form.question.values() for row in q.rows}}
    known.update({f"prior.{name}": form.by_key[asked] for name, asked in form.prior.items() if asked in form.by_key})
    groups = {group.id: group for group in form.groups}
    for section in form.sections:
        if section.group not in groups:
            raise FormError(
                f"There is no group “{section.group}”", f"{section.id}.toml", _did_you_mean(section.group, groups)
            )
    for name in (
        form.date_question,
        form.path_question,
        *form.check_questions,
        *form.prior.values(),
        *(rule.question for rule in form.rules),
    ):
        if name not in form.by_key:
            raise FormError(f"There is no question “{name}”", "form.toml", _did_you_mean(name, form.by_key))
    for condition, where in conditions(form):
        for test in comparisons(condition):
            for name in test.questions():
                if name not in known:
                    raise FormError(f"There is no question “{name}”", where, _did_you_mean(name, known))
            _check_choice(test, known[test.question], where)


def conditions(form: Form) -> Iterator[tuple[Condition, str]]:
    """Every condition of the form with the place it stands in, for checks."""
    for section in form.sections:
        if section.show_when:
            yield section.show_when, f"{section.id}.toml"
        for top in section.questions:
            for question in (top, *top.columns):
                where = f"{section.id}.toml, {question.key}"
                yield from ((c, where) for c in (question.show_when, question.audience_when) if c)
    yield from ((one.when, "form.toml, full_when") for one in form.full_when)
    yield from ((rule.when, f"form.toml, rule for {rule.question}") for rule in form.rules)


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """The single comparisons inside a condition."""
    match condition:
        case Comparison():
            yield condition
        case Not(part):
            yield from comparisons(part)
        case All(parts) | Any_(parts):
            for part in parts:
                yield from comparisons(part)


def _check_choice(test: Comparison, question: Question, where: str) -> None:
    if test.operator not in ("is", "is_not", "is_any_of", "includes") or isinstance(test.value, Other):
        return
    offered = {choice.id: choice for choice in question.choices} or dict.fromkeys(question.gives)
    for wanted in test.value if isinstance(test.value, tuple) else (test.value,):
        if offered and wanted not in offered:
            raise FormError(f"“{question.key}” has no choice “{wanted}”", where, _did_you_mean(str(wanted), offered))


def _with_dates(form: Form) -> Form:
    """The same form with the constants of date and number comparisons read into their types once."""
    convert = _converter(form)
    sections = tuple(
        replace(
            section,
            show_when=convert(section.show_when),
            questions=tuple(
                replace(
                    q,
                    show_when=convert(q.show_when),
                    audience_when=convert(q.audience_when),
                    columns=tuple(
                        replace(c, show_when=convert(c.show_when), audience_when=convert(c.audience_when))
                        for c in q.columns
                    ),
                )
                for q in section.questions
            ),
        )
        for section in form.sections
    )
    return replace(
        form,
        sections=sections,
        full_when=tuple(FullWhen(convert(one.when), one.why) for one in form.full_when),
        rules=tuple(Rule(r.question, convert(r.when), r.text, r.kind) for r in form.rules),
    )


def _converter(form: Form) -> Callable[[Any], Any]:
    def convert(condition: Condition | None) -> Condition | None:
        match condition:
            case Comparison(name, operator, value) if not isinstance(value, Other):
                question = form.by_key.get(name)
                return Comparison(name, operator, raw.constant(question.type if question else "", value, name))
            case Not(part):
                return Not(_sure(convert(part)))
            case All(parts):
                return All(tuple(_sure(convert(part)) for part in parts))
            case Any_(parts):
                return Any_(tuple(_sure(convert(part)) for part in parts))
        return condition

    return convert


def _sure(condition: Condition | None) -> Condition:
    assert condition is not None
    return condition
