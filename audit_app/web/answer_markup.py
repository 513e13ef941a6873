"""The questions of one page as ready markup, made once per pinned definition.

The components' radio macro costs about 2 ms a group, and a page's questions never change while a round is open. So the
page is rendered once without answers and cut where an answer would show; a request joins the pieces.
"""

import re
from dataclasses import dataclass

from flask import render_template
from markupsafe import Markup, escape

from audit_app.questionnaire.answers import AnswerPage, Answers, comment_field
from audit_app.questionnaire.definition import Questionnaire, Side

_RADIO = re.compile(r'<input class="nhsuk-radios__input"[^>]*? name="([^"]+)" type="radio" value="([^"]+)"')
_SLOT = "\ue000{}\ue001"  # private-use characters, which no questionnaire may hold
_SLOT_PATTERN = re.compile("\ue000([^\ue001]+)\ue001")


_MOST_PAGES = 512  # each some 20 kB


@dataclass(frozen=True)
class _Piece:
    """Fixed markup, then a place: a radio (field, value) that may be checked, or a text (field, None)."""

    before: str
    field: str
    value: str | None


@dataclass(frozen=True)
class PageMarkup:
    """One page's questions, cut at every place where an answer shows."""

    pieces: tuple[_Piece, ...]
    rest: str

    def filled(self, answers: Answers) -> Markup:
        """The markup with these answers in place. Words are escaped."""
        joined: list[str] = []
        for piece in self.pieces:
            joined.append(piece.before)
            if piece.value is None:
                joined.append(str(escape(answers.comments.get(piece.field, ""))))
            elif str(answers.ratings.get(piece.field, "")) == piece.value:
                joined.append(" checked")
        joined.append(self.rest)
        return Markup("".join(joined))  # noqa: S704  (pieces come from templates; words are escaped above)


_made: dict[tuple[str, Side, int], PageMarkup] = {}


def questions_markup(
    pinned: str, questionnaire: Questionnaire, page: AnswerPage, side: Side, answers: Answers
) -> Markup:
    """The questions of a page, with what has been answered so far. `pinned` is the digest of the definition."""
    key = (pinned, side, page.number)
    markup = _made.get(key)
    if markup is None:
        if len(_made) >= _MOST_PAGES:
            _made.clear()
        slots = {comment_field(each): _SLOT.format(each) for each in page.comment_ids}
        markup = _made[key] = _cut(_render(questionnaire, page, side, slots, {}))
    return markup.filled(answers)


def questions_with_errors(
    questionnaire: Questionnaire, page: AnswerPage, side: Side, typed: dict[str, str], errors: dict[str, str]
) -> Markup:
    """The same markup with errors and exactly what was typed, rendered anew: it is seldom needed."""
    return Markup(_render(questionnaire, page, side, typed, errors))  # noqa: S704  (rendered by a template that escapes)


def _cut(markup: str) -> PageMarkup:
    places = [(found.end(), found.end(), found[1], found[2]) for found in _RADIO.finditer(markup)]
    texts = [(found.start(), found.end(), found[1], None) for found in _SLOT_PATTERN.finditer(markup)]
    pieces, done = [], 0
    for start, end, field, value in sorted([*places, *texts], key=lambda place: place[0]):
        pieces.append(_Piece(markup[done:start], field, value))
        done = end
    return PageMarkup(tuple(pieces), markup[done:])


def _render(
    questionnaire: Questionnaire, page: AnswerPage, side: Side, typed: dict[str, str], errors: dict[str, str]
) -> str:
    asked = [question.id for question in questionnaire.questions if question.asked_of(side)]
    return render_template(
        "answering/_questions.html",
        questionnaire=questionnaire,
        page=page,
        numbers={question_id: number for number, question_id in enumerate(asked, start=1)},
        typed=typed,
        errors=errors,
    )
