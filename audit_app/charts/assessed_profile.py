"""Where does an organisation stand? Each element's score as a bar, with how many of its statements are rated."""

from audit_app.analysis.assessed.results import AssessmentResult, ElementResult
from audit_app.charts import assessed_wording as said
from audit_app.charts import wording
from audit_app.charts.chart import Chart
from audit_app.charts.counted_bars import BarGroup, CountedBar, CountedBars
from audit_app.charts.drawing import Captions
from audit_app.charts.palette import PLAIN_BAR

_ID = "assessment-profile"
_LENGTH = "The outline of a bar is the whole way to 10."


def assessment_profile(result: AssessmentResult) -> Chart:
    """Every element in the order of the file; empty where nothing is rated, or the instrument has no scores."""
    scored = [part for part in result.elements if part.score is not None]
    base, source = said.base(result), said.source(result.content)
    if not scored:
        return _empty(result, base, source)
    title, sentence = _title(result, scored), _sentence(result)
    notes = (_LENGTH, said.SELF_CHECK)
    one, more = said.element_words(result.content)
    bars = tuple(
        CountedBar(part.title, round((part.score or 0) * 10), 100, _words(part), PLAIN_BAR, outlined=True)
        for part in result.elements
    )
    return Chart(
        id=_ID,
        title=title,
        sentence=sentence,
        alt=f"Chart of {wording.many(len(result.elements), one, more)}, each scored out of 10. {title}. {sentence} "
        "The table has every figure.",
        columns=(one.capitalize(), "Score out of 10", "Rated", "Not known", "Does not apply"),
        rows=tuple(
            (
                part.title,
                wording.NOTHING_THERE if part.score is None else wording.number(part.score),
                f"{part.rated} of {part.asked}",
                str(part.not_known),
                str(part.not_applying),
            )
            for part in result.elements
        ),
        base=base,
        notes=notes,
        picture=CountedBars(Captions(title, sentence, (" ".join(notes), base, source)), (BarGroup("", bars),)),
    )


def _words(part: ElementResult) -> str:
    rated = said.rated(part.rated, part.asked)
    return rated if part.score is None else f"{wording.number(part.score)} · {rated}"


def _title(result: AssessmentResult, scored: list[ElementResult]) -> str:
    low, high = min(scored, key=_score), max(scored, key=_score)
    if _score(low) < _score(high):
        return (
            f"{wording.named(high.title)} scores highest ({wording.number(_score(high))} out of 10), "
            f"{wording.named(low.title)} lowest ({wording.number(_score(low))})"
        )
    if len(scored) > 1:
        return f"Every {said.element_words(result.content)[0]} with a score stands at {wording.number(_score(low))}"
    return f"{wording.named(low.title)} scores {wording.number(_score(low))} out of 10"


def _score(part: ElementResult) -> float:
    return part.score if part.score is not None else 0.0


def _sentence(result: AssessmentResult) -> str:
    if result.overall is not None:
        return f"The overall score is {wording.number(result.overall)} out of 10."
    one = said.element_words(result.content)[0]
    return f"There is no overall score yet: too few statements are rated in at least one {one}."


def _empty(result: AssessmentResult, base: str, source: str) -> Chart:
    if result.content.instrument.rules.scores:
        title, sentence = "Nothing is rated yet", "Scores appear once both sides have agreed a rating."
    else:
        title, sentence = "This self-assessment has levels, not scores", "The picture of levels shows where it stands."
    picture = CountedBars(Captions(title, sentence, (base, source)), ())
    return Chart(_ID, title, sentence, f"{title}. {sentence}", (), (), base, (), picture, empty=True)
