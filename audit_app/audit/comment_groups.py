"""Under which heading a comment stands, so that a heading never holds only a handful (statistics.md §4)."""

from collections import Counter
from collections.abc import Sequence

from audit_app.audit.tallies import Comment
from audit_app.questionnaire.definition import Questionnaire

OPEN_QUESTIONS = "In members' own words"
GENERAL = "General"


def grouped(questionnaire: Questionnaire, comments: Sequence[Comment], minimum: int) -> list[tuple[str, str, Comment]]:
    """(heading, the question's words, comment) in questionnaire order, each heading in the comments' own order.

    A question with fewer than `minimum` comments joins its section; a section with fewer than `minimum` such
    comments joins General. `comments` are all of the round's, so that headings do not move while a review goes on.
    """
    words, sections = _places(questionnaire)
    by_question = Counter(comment.question_id for comment in comments)
    small = [comment for comment in comments if by_question[comment.question_id] < minimum]
    by_section = Counter(sections.get(comment.question_id, GENERAL) for comment in small)

    def heading(comment: Comment) -> str:
        if by_question[comment.question_id] >= minimum:
            return words.get(comment.question_id, GENERAL)
        section = sections.get(comment.question_id, GENERAL)
        return section if by_section[section] >= minimum else GENERAL

    order = {text: place for place, text in enumerate([*words.values(), *dict.fromkeys(sections.values()), GENERAL])}
    placed = [(heading(each), words.get(each.question_id, each.question_id), each) for each in comments]
    return sorted(placed, key=lambda each: order[each[0]])


def _places(questionnaire: Questionnaire) -> tuple[dict[str, str], dict[str, str]]:
    """Question id to its words, and to its section's title."""
    words = {question.id: question.text for question in questionnaire.questions}
    sections = {question.id: questionnaire.section_of[question.id].title for question in questionnaire.questions}
    for asked in questionnaire.open_questions:
        words[asked.id] = asked.text
        sections[asked.id] = OPEN_QUESTIONS
    return words, sections
