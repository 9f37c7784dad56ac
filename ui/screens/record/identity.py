"""Whose record lies open, read from its own answers."""

from __future__ import annotations

from carer_desktop.words import say
from ui.fields.words import answer_words
from ui.parts import Identity
from ui.screens.record.desk import Desk


def identity_of(desk: Desk) -> Identity:
    """Name, birth date, numbers, stage, and whether there is a safe way of getting in touch."""
    answers, questions = desk.assessment.answers, desk.form.question
    name = " ".join(str(answers[key]) for key in desk.form.check_questions if isinstance(answers.get(key), str))
    born = answers.get("carer_dob")
    mosaic = answers.get("carer_mosaic_id")
    careful = answers.get("contact_safe") in ("careful", "no")
    return Identity(
        name=name,
        born=answer_words(questions["carer_dob"], born) if isinstance(born, str) and "carer_dob" in questions else "",
        mosaic_id=mosaic if isinstance(mosaic, str) else "",
        reference=desk.assessment.reference,
        form=desk.form.title,
        stage=say("stage", desk.assessment.stage),
        contact="as noted" if careful else "",
    )
