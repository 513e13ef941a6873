"""When the links of the library were last checked."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from audit_app.database import Base
from audit_app.resources.asking import Verdict


class ResourceCheck(Base):
    """The last check of one resource. link: the address that was checked; the library may have another by now."""

    __tablename__ = "resource_check"

    resource_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    link: Mapped[str] = mapped_column(String(400))
    checked_on: Mapped[date]
    outcome: Mapped[Verdict]
