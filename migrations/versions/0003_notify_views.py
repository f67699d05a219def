"""The notify service's view: every obligation of every case, as the due board lists it."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the board. `record` is the whole obligation as JSON; the other columns are what the board filters and sorts by."""
    op.execute("""
        CREATE TABLE views.notify_obligation (
            obligation_id  text COLLATE "C" PRIMARY KEY,
            case_id        text COLLATE "C" NOT NULL,
            case_no        text,
            party          text COLLATE "C",
            code           text COLLATE "C" NOT NULL,
            state          text COLLATE "C" NOT NULL,
            due            date NOT NULL,
            latest         date NOT NULL,
            record         text NOT NULL,
            jurisdictions  text[] NOT NULL
        );
        CREATE INDEX notify_obligation_case ON views.notify_obligation (case_id);
        CREATE INDEX notify_obligation_due ON views.notify_obligation (due, obligation_id);
        CREATE INDEX notify_obligation_open ON views.notify_obligation (due, obligation_id) WHERE state = 'running';
        SELECT views.protect('notify_obligation');
    """)
