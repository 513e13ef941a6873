"""Everything that the documents about a subgroup's themes are made of: what organisations share, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from audit_app.analysis.assessed.moves import OrganisationMove
from audit_app.reports.shared_results import Shared


@dataclass(frozen=True)
class PracticeShared:
    """A practice note that an organisation has published to its forum. ask_role: whom to ask, never a name."""

    id: int
    organisation: str
    item: str
    element: str
    topic: str
    title: str
    did: str
    changed: str
    ask_role: str
    published_on: date | None


@dataclass(frozen=True)
class ThemePack:
    """What the forum's page of shared results shows, frozen.

    round: its name, None for the newest of each organisation. moves: what changed in each. roles: organisation → role
    of its wellbeing lead. practice: published notes about this instrument, newest first. absent: how many
    organisations of the forum share nothing here; they are never named.
    """

    shared: Shared
    round: str | None = None
    moves: tuple[OrganisationMove, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    practice: tuple[PracticeShared, ...] = ()
    absent: int = 0
