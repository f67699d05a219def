"""Views of intake: cases, their timeline, the courts' messages.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE views.intake_case (
    case_id        text COLLATE "C" PRIMARY KEY,
    case_no        text COLLATE "C",
    court          text COLLATE "C",
    status         text COLLATE "C" NOT NULL,
    filed_on       date,
    cause          text,
    agencies       text[] NOT NULL,
    jurisdictions  text[] NOT NULL,
    position       bigint NOT NULL,
    state          text NOT NULL
);
COMMENT ON TABLE views.intake_case IS 'One row a case: its record as JSON (persons sealed) and what lists are narrowed by. A fold.';
COMMENT ON COLUMN views.intake_case.position IS 'The latest entry of the case, a row of intake_timeline.';
CREATE INDEX intake_case_filed ON views.intake_case (filed_on, case_id);
CREATE INDEX intake_case_number ON views.intake_case (case_no);
SELECT views.protect('intake_case');

CREATE TABLE views.intake_timeline (
    position       bigint PRIMARY KEY,
    case_id        text COLLATE "C" NOT NULL,
    event_id       uuid NOT NULL,
    topic          text COLLATE "C" NOT NULL,
    title          text NOT NULL,
    agency         text COLLATE "C",
    occurred_on    date NOT NULL,
    received_on    date,
    recorded_at    timestamptz NOT NULL,
    days_late      integer NOT NULL,
    actor_role     text NOT NULL,
    official       text,
    jurisdictions  text[] NOT NULL
);
COMMENT ON TABLE views.intake_timeline IS 'One row an entry of a case, without names.';
CREATE INDEX intake_timeline_case ON views.intake_timeline (case_id, position);
SELECT views.protect('intake_timeline');

CREATE TABLE views.intake_message (
    stream         text COLLATE "C" PRIMARY KEY,
    court          text COLLATE "C" NOT NULL,
    message_id     text COLLATE "C" NOT NULL,
    kind           text COLLATE "C" NOT NULL,
    case_no        text COLLATE "C" NOT NULL,
    status         text COLLATE "C" NOT NULL,
    parked_reason  text COLLATE "C",
    case_id        text COLLATE "C",
    received_at    timestamptz NOT NULL,
    jurisdictions  text[] NOT NULL,
    arrival        bigint NOT NULL,
    position       bigint NOT NULL,
    state          text NOT NULL
);
COMMENT ON TABLE views.intake_message IS 'One row a court message: what became of it. Its content stays in the ledger.';
CREATE INDEX intake_message_status ON views.intake_message (status, arrival);
SELECT views.protect('intake_message');
"""


def upgrade() -> None:
    """Create the tables."""
    op.execute(TABLES)
