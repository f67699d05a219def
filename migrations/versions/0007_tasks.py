"""Open-ended tasks beside the obligations; what rests or cannot be met is open too.

Revision ID: 0007
Revises: 0006
"""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# The board's rows are made anew from the ledger: the projector finds no bookmark and begins at the beginning.
BOARD = """
DELETE FROM views.bookmark WHERE view = 'notify.obligations';
DELETE FROM views.quarantine WHERE view = 'notify.obligations';
DELETE FROM views.notify_obligation;
DROP INDEX views.notify_obligation_open;
CREATE INDEX notify_obligation_open ON views.notify_obligation (due, obligation_id) WHERE state NOT IN ('satisfied', 'cancelled');
"""

TASKS = """
CREATE TABLE views.notify_task (
    task_id        text COLLATE "C" PRIMARY KEY,
    case_id        text COLLATE "C" NOT NULL,
    case_no        text,
    party          text COLLATE "C",
    code           text COLLATE "C" NOT NULL,
    owed_by        text COLLATE "C" NOT NULL,
    state          text COLLATE "C" NOT NULL,
    since          date NOT NULL,
    record         text NOT NULL,
    jurisdictions  text[] NOT NULL
);
COMMENT ON TABLE views.notify_task IS 'What the documents order without a number: open until done, with an age, never overdue.';
CREATE INDEX notify_task_case ON views.notify_task (case_id);
CREATE INDEX notify_task_open ON views.notify_task (since, task_id) WHERE state = 'running';
SELECT views.protect('notify_task');
"""


def upgrade() -> None:
    """Make the table, and the board anew."""
    op.execute(BOARD)
    op.execute(TASKS)
