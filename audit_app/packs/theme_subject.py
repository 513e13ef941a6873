"""The documents about what organisations share with their forum: the themes of the wellbeing subgroup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Session

from audit_app.assessment.models import AssessmentRound, PracticeNote
from audit_app.assessment.rounds import find_round
from audit_app.assessment.sharing import shared_instruments
from audit_app.assessment.together import lead_roles, moves_together, notes_together, places_together
from audit_app.forum.contributors import assessing_on
from audit_app.forum.models import Forum
from audit_app.packs.subjects import NotThereError, Subject
from audit_app.questionnaire.instrument import Instrument
from audit_app.reports.documents import Family, Made
from audit_app.reports.file_names import named
from audit_app.reports.shared_results import Shared
from audit_app.reports.theme_documents import DOCUMENTS
from audit_app.reports.theme_pack import PracticeShared, ThemePack
from audit_app.reports.whole_pack import PackFacts, whole_pack


@dataclass(frozen=True)
class ThemeSubject(Subject[ThemePack]):
    """What a forum's organisations share with one instrument. round_id: of one round; None for the newest of each."""

    forum_id: int
    instrument: str
    round_id: int | None = None

    kind: ClassVar[str] = "themes"

    @property
    def family(self) -> Family[ThemePack]:
        return DOCUMENTS

    def load(self, session: Session, today: date) -> ThemePack:
        forum = session.get(Forum, self.forum_id)
        if forum is None:
            raise NotThereError("This forum is not there any more.")
        shared = {each.id: each for each in shared_instruments(session, forum, today)}
        chosen = None if self.round_id is None else find_round(session, forum, self.round_id)
        if self.instrument not in shared or (chosen is None and self.round_id is not None):
            raise NotThereError("Nothing is shared with this self-assessment any more.")
        return load_theme_pack(session, forum, shared[self.instrument], chosen, today)

    def file_name(self, content: ThemePack, document: str, ending: str) -> str:
        return named(content.shared.forum, content.shared.instrument.id, document, ending=ending)

    def everything(self, content: ThemePack, made: Sequence[Made]) -> bytes:
        shared = content.shared
        title = f"Where organisations stand: {shared.instrument.title}"
        return whole_pack(made, PackFacts(title, shared.forum, shared.today))


def load_theme_pack(
    session: Session, forum: Forum, instrument: Instrument, chosen: AssessmentRound | None, today: date
) -> ThemePack:
    """Everything that the page of shared results and its documents are made of."""
    places = places_together(session, forum, instrument.id, today, chosen)
    sharing = {place.organisation for place in places}
    return ThemePack(
        Shared(forum.name, instrument, places, today),
        chosen.name if chosen is not None else None,
        moves_together(session, forum, instrument.id, places, today),
        lead_roles(session, forum),
        tuple(_practice(note) for note in notes_together(session, forum, instrument.id, today)),
        sum(each.name not in sharing for each in assessing_on(session, forum, today)),
    )


def _practice(note: PracticeNote) -> PracticeShared:
    return PracticeShared(
        note.id, note.organisation.name, note.item_id, note.element_id, note.topic, note.title, note.did, note.changed,
        note.ask_role, note.published_on,
    )  # fmt: skip
