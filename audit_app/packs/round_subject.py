"""The meeting pack: documents about one round, alone or against an earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Session

from audit_app.audit.invitations import NotPossible
from audit_app.audit.models import Round
from audit_app.audit.results import comparable_rounds
from audit_app.packs.contents import load_round_pack
from audit_app.packs.subjects import NotThereError, Subject
from audit_app.reports.documents import Family, Made
from audit_app.reports.file_names import document_name
from audit_app.reports.round_documents import DOCUMENTS
from audit_app.reports.round_pack import RoundPack
from audit_app.reports.whole_pack import PackFacts, whole_pack


@dataclass(frozen=True)
class RoundSubject(Subject[RoundPack]):
    """A round, by its number, and the earlier round beside it, if any."""

    round_id: int
    against_id: int | None = None

    kind: ClassVar[str] = "round"

    @property
    def family(self) -> Family[RoundPack]:
        return DOCUMENTS

    def load(self, session: Session, today: date) -> RoundPack:
        del today  # nothing about a closed round depends on the day
        audit_round = session.get(Round, self.round_id)
        against = None if self.against_id is None else session.get(Round, self.against_id)
        if audit_round is None or (against is None and self.against_id is not None):
            raise NotThereError("This round is not there any more.")
        if against is not None and against not in comparable_rounds(session, audit_round):
            raise NotThereError("The two rounds are not compared any more.")
        try:
            return load_round_pack(session, audit_round, against)
        except NotPossible as error:
            raise NotThereError(str(error)) from error

    def file_name(self, content: RoundPack, document: str, ending: str) -> str:
        facts = content.comparison.round
        return document_name(facts.forum, facts.name, document, ending)

    def everything(self, content: RoundPack, made: Sequence[Made]) -> bytes:
        facts = content.comparison.round
        return whole_pack(made, PackFacts(f"Results: {facts.name}", facts.forum, facts.closed_on))
