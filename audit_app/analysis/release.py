"""One round through the gate: from its tallies to what may be seen of it, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from audit_app.analysis import averages
from audit_app.analysis.disclosure import Answers, Figures, Pair, Part, Verdict, figures, hide_one_more, judge
from audit_app.analysis.plan import plan_for
from audit_app.analysis.released import Detail, Plan, RoundFacts
from audit_app.analysis.scores import Distribution, distribution, respondent_scores
from audit_app.analysis.section_means import mean_of_released
from audit_app.analysis.sections import Item, SectionAnswers, SectionFigures, section_figures, total_of
from audit_app.analysis.tallies import OVERALL, Group, QuestionTally, RoundTallies
from audit_app.questionnaire.definition import TWO_SIDES, Question, Questionnaire, Section, Side

_WITH_SIDES = (Plan.SMALL, Plan.FULL)


@dataclass(frozen=True)
class Released:
    """A statement behind the gate. What is exact stays only where a difference or a label may be worked out from it.

    score: the unrounded total, where the total is released to 0.1. total: its answers, where they are known.
    sides: the sides' answers, where both are released with bands.
    """

    figures: Figures
    score: Fraction | None = None
    total: Distribution | None = None
    sides: Pair | None = None


@dataclass(frozen=True)
class Release:
    """A round behind the gate, by question id and section id (OVERALL too)."""

    facts: RoundFacts
    statements: Mapping[str, Released]
    sections: Mapping[str, SectionFigures]


@dataclass(frozen=True)
class _Round:
    """A round on its way through the gate."""

    tallies: RoundTallies
    plan: Plan
    partners_shown: bool

    @property
    def questionnaire(self) -> Questionnaire:
        return self.tallies.questionnaire

    def has_merit(self, question: Question) -> bool:
        return self.questionnaire.scale_of(question).order == "merit"


def release(tallies: RoundTallies) -> Release:
    """Decide the plan, every statement, the partner rule and every section of one round."""
    plan, partners_shown = plan_for(*respondents(tallies), tallies.minimum)
    if (tallies.typed_in or tallies.averages) and not _sides_known(tallies) and plan in _WITH_SIDES:
        plan = Plan.TOTAL
    this = _Round(tallies, plan, partners_shown)
    facts = _facts(this)
    if tallies.averages:
        statements = _from_averages(this)
        return Release(facts, statements, _means(this, statements))
    answers = {question.id: _answers(this, question) for question in this.questionnaire.questions}
    verdicts = _verdicts(this, answers)
    statements = {
        question.id: _released(answers[question.id], verdicts[question.id], scored=this.has_merit(question))
        for question in this.questionnaire.questions
    }
    sections = _sections(this, answers, verdicts)
    if tallies.typed_in:  # imported rows of respondents have histograms, of whole sections only
        known = {name for name, _ in tallies.histograms}
        means = _means(this, statements)
        sections = {name: of if name in known else means[name] for name, of in sections.items()}
    return Release(facts, statements, sections)


def without_exact_answers(round_: Release) -> Release:
    """The same with only what it shows to work from, unless that is every answer.

    For a round set beside figures that could be chosen once its results were known: whoever asks for a label again and
    again learns from each what lies behind bands, behind "about" and in a section's histogram.
    """
    full = {name: of.figures.total.detail is Detail.FULL for name, of in round_.statements.items()}
    statements = {
        name: of if full[name] or of.score is None else replace(of, score=_as_shown(of), total=None)
        for name, of in round_.statements.items()
    }
    scored = {
        section.id if section else OVERALL: round_.facts.questionnaire.scored_questions(section)
        for section in (*round_.facts.questionnaire.sections, None)
    }
    sections = {
        name: of if all(full[question.id] for question in scored[name]) else replace(of, total_scores=None, exact=False)
        for name, of in round_.sections.items()
    }
    return Release(round_.facts, statements, sections)


def _as_shown(statement: Released) -> Fraction | None:
    score = statement.figures.total.score
    return None if score is None else Fraction(str(score))


def respondents(tallies: RoundTallies) -> tuple[int, int, int]:
    """How many answered: management, staff, partners.

    Where an old report does not say, as many as any of its statements shows; a report without sides counts its total
    as one side, so that its plan is never more than the total.
    """
    management, staff, partner = (_respondents(tallies, side) for side in Side)
    if not management and not staff:
        management = _most_answers(tallies, Group.TOTAL)
    return management, staff, partner


def _respondents(tallies: RoundTallies, side: Side) -> int:
    turnout = tallies.turnout.get(side)
    if turnout is not None and turnout.answered is not None:
        return turnout.answered
    return _most_answers(tallies, Group(side.value))


def _most_answers(tallies: RoundTallies, group: Group) -> int:
    counted = [tally.n + tally.dont_know + tally.blank for (_, of), tally in tallies.tallies.items() if of is group]
    averaged = [average.n for (_, of), average in tallies.averages.items() if of is group]
    return max([0, *counted, *averaged])


def _sides_known(tallies: RoundTallies) -> bool:
    groups = {group for _, group in (*tallies.tallies, *tallies.averages)}
    return {Group.MANAGEMENT, Group.STAFF} <= groups


def _facts(this: _Round) -> RoundFacts:
    tallies = this.tallies
    return RoundFacts(
        forum=tallies.forum,
        name=tallies.name,
        closed_on=tallies.closed_on,
        questionnaire=tallies.questionnaire,
        minimum=tallies.minimum,
        plan=this.plan,
        partners_shown=this.partners_shown,
        turnout=tallies.turnout,
        typed_in=tallies.typed_in,
        averages_only=bool(tallies.averages),
        discarded=tallies.discarded,
    )


def _answers(this: _Round, question: Question) -> Answers:
    """One statement's answers by group, as far as the plan has a use for them."""
    scale = this.questionnaire.scale_of(question)

    def of(group: Group) -> Distribution | None:
        tally: QuestionTally | None = this.tallies.tallies.get((question.id, group))
        if tally is None:
            return None
        return distribution(question, scale, tally.counts, tally.dont_know, tally.blank)

    nobody = distribution(question, scale, (0,) * len(scale.values))
    partner = of(Group.PARTNER) if this.partners_shown and question.asked_of(Side.PARTNER) else None
    if not all(question.asked_of(side) for side in TWO_SIDES):  # a total of one side would show that side
        return Answers(nobody, None, partner)
    management, staff = of(Group.MANAGEMENT), of(Group.STAFF)
    if management is None or staff is None:
        return Answers(of(Group.TOTAL) or nobody, None, partner)
    sides = (management, staff)
    return Answers(sides[0] + sides[1], sides if this.plan in _WITH_SIDES else None, partner)


def _verdicts(this: _Round, answers: Mapping[str, Answers]) -> dict[str, Verdict]:
    minimum = this.tallies.minimum
    verdicts = {
        question.id: judge(answers[question.id], this.plan, minimum, scored=this.has_merit(question))
        for question in this.questionnaire.questions
    }
    return _with_partner_rule(this, verdicts, {name: of.total.variance or Fraction(0) for name, of in answers.items()})


def _with_partner_rule(
    this: _Round, verdicts: Mapping[str, Verdict], variation: Mapping[str, Fraction]
) -> dict[str, Verdict]:
    """The partner rule, section by section: for totals first, because a hidden total takes its sides with it."""
    after = dict(verdicts)
    parts = [Part.TOTAL]
    parts += [Part.SIDES] if this.plan in _WITH_SIDES else []
    parts += [Part.PARTNER] if this.partners_shown else []
    for section in this.questionnaire.sections:
        for part in parts:
            names = [question.id for question in _scored(this.questionnaire, section, part)]
            after = hide_one_more(after, variation, names, part)
    return after


def _scored(questionnaire: Questionnaire, section: Section | None, part: Part) -> Sequence[Question]:
    """The questions of a section's score; for partners those that they were asked."""
    questions = questionnaire.scored_questions(section)
    return [question for question in questions if part is not Part.PARTNER or question.asked_of(Side.PARTNER)]


def _released(answers: Answers, verdict: Verdict, *, scored: bool) -> Released:
    seen = figures(answers, verdict, scored=scored)
    if not scored or seen.total.detail not in (Detail.FULL, Detail.BANDS):
        return Released(seen)
    labelled = seen.sides is not None and all(figure.detail is Detail.BANDS for figure in seen.sides.values())
    return Released(seen, answers.total.score, answers.total, answers.sides if labelled else None)


def _from_averages(this: _Round) -> dict[str, Released]:
    scales = {question.id: this.questionnaire.scale_of(question) for question in this.questionnaire.questions}
    known = averages.read(this.tallies, this.plan, partners_shown=this.partners_shown)
    minimum = this.tallies.minimum
    verdicts = {name: averages.judge(of, scales[name], this.plan, minimum) for name, of in known.items()}
    verdicts = _with_partner_rule(this, verdicts, dict.fromkeys(known, Fraction(0)))
    released = {}
    for name, of in known.items():
        seen = averages.figures(of, verdicts[name], scales[name])
        exact = averages.exact(of.total) if of.total is not None and seen.total.detail is Detail.AVERAGE else None
        released[name] = Released(seen, exact)
    return released


def _means(this: _Round, statements: Mapping[str, Released]) -> dict[str, SectionFigures]:
    """Section scores of a round without histograms: the mean of what is released, so that nothing else can follow."""
    management, staff, partner = respondents(this.tallies)
    sections: dict[str, SectionFigures] = {}
    for section in (*this.questionnaire.sections, None):
        seen = [statements[question.id] for question in this.questionnaire.scored_questions(section)]
        figures_, scores = [of.figures for of in seen], [of.score for of in seen]
        sections[section.id if section else OVERALL] = SectionFigures(
            mean_of_released(figures_, scores, this.tallies.minimum, min(management, staff), partner), from_means=True
        )
    return sections


def _sections(
    this: _Round, answers: Mapping[str, Answers], verdicts: Mapping[str, Verdict]
) -> dict[str, SectionFigures]:
    sections: dict[str, SectionFigures] = {}
    for section in (*this.questionnaire.sections, None):
        name = section.id if section else OVERALL

        def items(part: Part, section: Section | None = section) -> list[Item]:
            questions = _scored(this.questionnaire, section, part)
            return [_item(verdicts[question.id], answers[question.id]) for question in questions]

        management, staff = (_scores(this, section, group) for group in (Group.MANAGEMENT, Group.STAFF))
        sides = (management, staff) if this.plan in _WITH_SIDES else None
        section_answers = SectionAnswers(
            items=items(Part.TOTAL),
            total=total_of(sides) if sides else _scores(this, section, Group.TOTAL),
            sides=sides,
            partner=_scores(this, section, Group.PARTNER) if this.partners_shown else None,
            partner_items=items(Part.PARTNER),
        )
        sections[name] = section_figures(section_answers, this.plan, this.tallies.minimum)
    return sections


def _item(verdict: Verdict, answers: Answers) -> Item:
    return Item(verdict, answers.total, answers.sides, answers.partner)


def _scores(this: _Round, section: Section | None, group: Group) -> dict[Fraction, int]:
    """The respondents' own section scores in one group, by the half rule."""
    questions = this.questionnaire.scored_questions(section)
    if group is Group.PARTNER:
        questions = tuple(question for question in questions if question.asked_of(Side.PARTNER))
    histogram = this.tallies.histograms.get((section.id if section else OVERALL, group), {})
    if not questions:
        return {}
    return respondent_scores(histogram, len(questions), this.questionnaire.scale_of(questions[0]))
