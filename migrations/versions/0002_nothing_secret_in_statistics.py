"""Keep what is to be forgotten out of PostgreSQL's planner statistics, where it would outlive its rows.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE round ALTER COLUMN wrapped_key SET STATISTICS {}",
    "ALTER TABLE invitation ALTER COLUMN id SET STATISTICS {}",
    "ALTER TABLE invitation ALTER COLUMN nonce SET STATISTICS {}",
    "ALTER TABLE draft ALTER COLUMN sealed SET STATISTICS {}",
    "ALTER TABLE ballot ALTER COLUMN sealed SET STATISTICS {}",
    "ALTER TABLE comment ALTER COLUMN text SET STATISTICS {}",
    "ALTER TABLE sign_in_link ALTER COLUMN nonce SET STATISTICS {}",
)


def upgrade() -> None:
    _set("0")


def downgrade() -> None:
    _set("-1")  # as PostgreSQL sees fit


def _set(target: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for statement in STATEMENTS:
            op.execute(statement.format(target))
