"""The documents about one organisation's self-assessment, as it stands or as both sides signed it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Session

from audit_app.analysis.assessed.assessing import assess
from audit_app.assessment.contents import NotSignedError, content_of, earlier_signed, signed_content
from audit_app.assessment.models import Assessment
from audit_app.packs.subjects import NotThereError, Subject
from audit_app.reports.assessment_documents import DOCUMENTS
from audit_app.reports.assessment_pack import AssessmentPack, for_the_table
from audit_app.reports.documents import Family, Made
from audit_app.reports.file_names import named
from audit_app.reports.whole_pack import PackFacts, whole_pack


@dataclass(frozen=True)
class AssessmentSubject(Subject[AssessmentPack]):
    """An assessment, by its number. version: one that both sides signed; None for how it stands now.

    It names nobody who ordered it: what one side alone may see is never in it, so both sides get the same.
    """

    assessment_id: int
    version: int | None = None

    kind: ClassVar[str] = "assessment"

    @property
    def family(self) -> Family[AssessmentPack]:
        return DOCUMENTS

    def load(self, session: Session, today: date) -> AssessmentPack:
        assessment = session.get(Assessment, self.assessment_id)
        if assessment is None:
            raise NotThereError("This assessment is not there any more.")
        before = earlier_signed(session, assessment)
        if self.version is None:
            result = assess(content_of(session, assessment), today, before)
        else:
            try:
                signed = signed_content(session, assessment, self.version)
            except NotSignedError as error:
                raise NotThereError(str(error)) from error
            result = assess(signed, signed.signed_on or today, before)
        return for_the_table(assessment.forum.name, result)

    def file_name(self, content: AssessmentPack, document: str, ending: str) -> str:
        about = content.result.content
        return named(about.organisation, about.name, document, ending=ending)

    def everything(self, content: AssessmentPack, made: Sequence[Made]) -> bytes:
        about = content.result.content
        day = about.signed_on or content.result.today
        return whole_pack(made, PackFacts(f"Self-assessment: {about.name}", about.organisation, day))
