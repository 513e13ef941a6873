"""What organisations have in common, as slides for the wellbeing subgroup: only what they agreed to share."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from audit_app.analysis.assessed.results import Theme
from audit_app.analysis.assessed.themes import themes
from audit_app.analysis.released import Sentence
from audit_app.charts import Chart, organisations_map
from audit_app.charts.score_grid import ScoreGrid
from audit_app.charts.wording import many, named, number
from audit_app.reports.assessment_charts import low_chart, moves_chart, themes_chart
from audit_app.reports.papers.theme_paper import brought_together, first_steps, how_many, which
from audit_app.reports.slides.deck import Deck, Slide
from audit_app.reports.theme_pack import ThemePack
from audit_app.reports.theme_rows import pairings

_MOST = 4  # sentences on a slide
_MOST_ROWS = 7  # organisations in one picture
_NO_LEAGUE = "Organisations differ in size and work. This is for learning from each other, and no league table."
_NO_REASON = "A change does not tell you why."


def theme_deck(pack: ThemePack) -> Deck:
    """About eight slides; one that says so where nothing is shared."""
    shared = pack.shared
    title = "Where organisations stand"
    subtitle = f"{shared.instrument.title}. {which(pack)}"
    says = ("Every organisation decided for itself what is shown here.",)
    return Deck(title, subtitle, shared.forum, shared.today, tuple(_slides(pack)), says)


def _slides(pack: ThemePack) -> Iterator[Slide]:
    chart = organisations_map(pack.shared.places)
    if not pack.shared.places:
        yield Slide(chart.title, _sentences([chart.sentence, how_many(pack)]), says=(how_many(pack),))
        return
    yield Slide(chart.title, _sentences([chart.sentence, how_many(pack)]), says=(how_many(pack),), beware=(_NO_LEAGUE,))
    yield from _map(pack)
    spread = themes_chart(pack.shared)
    if spread is not None:
        learn = "The wider apart the marks, the more organisations can learn from each other."
        yield Slide(_furthest_apart(pack), (), spread, (learn,), (_NO_LEAGUE,))
    low = low_chart(pack.shared)
    if low is not None:
        says = ("Which organisations these are is not said here.", "Ask what could be done once, for all.")
        yield Slide(low.title, (), low, says, ("A low rating is no fault of a person.",))
    yield from _help(pack)
    yield from _practice(pack)
    yield from _moves(pack)
    steps = first_steps(pack)
    if steps:
        yield Slide("What to do next", _sentences(steps), says=("Agree who sees to what, by role, and by when.",))


def _furthest_apart(pack: ThemePack) -> str:
    """The element whose scores are furthest apart, with both ends; only what the slide is about where none are."""
    ends = [
        (theme.highest - theme.lowest, theme)
        for theme in themes(pack.shared.places)
        if theme.lowest is not None and theme.highest is not None
    ]
    widest, theme = max(ends, key=lambda each: each[0])
    if not widest:
        return "How far apart organisations are"
    return f"Furthest apart: {named(theme.title)} ({_ends(theme)})"


def _ends(theme: Theme) -> str:
    return " to ".join(number(end) for end in (theme.lowest, theme.highest) if end is not None)


def _help(pack: ThemePack) -> Iterator[Slide]:
    found = pairings(pack)
    if not found:
        return
    offered = [each for each in found if each.strong]
    title = f"Help is wanted with {many(len(found), 'statement', 'statements')}; somebody is strong in {len(offered)}"
    lines = [brought_together(each) for each in offered]
    lines += [f"{each.asks}: “{each.statement.rstrip('.')}”. Nobody here is strong in this yet." for each in found
              if not each.strong]  # fmt: skip
    yield Slide(title, _sentences(lines), says=("Bring these people together, by role.",))


def _practice(pack: ThemePack) -> Iterator[Slide]:
    if pack.practice:
        lines = [f"{note.organisation}: {note.title}. Ask: {note.ask_role}." for note in pack.practice]
        title = f"{many(len(lines), 'practice note is', 'practice notes are')} worth sharing"
        yield Slide(title, _sentences(lines), says=tuple(f"{note.title}: {note.changed}" for note in pack.practice[:2]))


def _map(pack: ThemePack) -> Iterator[Slide]:
    """The heat map; over several slides where organisations would become too small to read."""
    chart = organisations_map(pack.shared.places)
    parts = map_parts(chart)
    for place, part in enumerate(parts, start=1):
        title = "Where everybody stands" + (f" ({place} of {len(parts)})" if len(parts) > 1 else "")
        yield Slide(title, (), part, (f"{chart.title}.", chart.sentence), (_NO_LEAGUE,))


def map_parts(chart: Chart) -> tuple[Chart, ...]:
    """The heat map with at most seven organisations a part, the line of all organisations on each."""
    picture = chart.picture
    if not isinstance(picture, ScoreGrid):
        return (chart,)
    kept = sum(row.strong for row in picture.rows)
    places = range(kept, len(picture.rows), _MOST_ROWS)
    return tuple(
        replace(
            chart,
            rows=(*chart.rows[:kept], *chart.rows[start : start + _MOST_ROWS]),
            picture=replace(picture, rows=(*picture.rows[:kept], *picture.rows[start : start + _MOST_ROWS])),
        )
        for start in places
    )


def _moves(pack: ThemePack) -> Iterator[Slide]:
    chart = moves_chart(pack)
    if chart is not None:
        yield Slide(chart.title, (), chart, (f"{chart.title}.", *chart.notes), (_NO_REASON, _NO_LEAGUE))


def _sentences(lines: Sequence[str]) -> tuple[Sentence, ...]:
    """At most four; the last says how many more there are."""
    kept = list(lines if len(lines) <= _MOST else lines[: _MOST - 1])
    if len(lines) > len(kept):
        kept.append(f"And {len(lines) - len(kept)} more, in the report.")
    return tuple(Sentence(line) for line in kept if line)
