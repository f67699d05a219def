"""A court's lists are found without reading the ledger.

Revision ID: 0008
Revises: 0007
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index the lists by where they belong."""
    op.execute(
        "CREATE INDEX entry_court_list ON ledger.entry (jurisdiction, position) WHERE topic = 'intake.court_list_received.v1'"
    )
