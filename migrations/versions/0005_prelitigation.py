"""What precedes a filing: joined case records, the disputes they make, mediations.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JOINS = """
CREATE INDEX entry_joined_stream ON ledger.entry (stream) WHERE topic = 'intake.case_records_joined.v1';
CREATE INDEX entry_joined_case ON ledger.entry (case_id) WHERE topic = 'intake.case_records_joined.v1';
"""

# Rows of both views are made anew from the ledger: the projector finds no bookmark and begins at the beginning.
DISPUTES = """
DELETE FROM views.bookmark WHERE view IN ('intake.case', 'notify.obligations');
DELETE FROM views.quarantine WHERE view IN ('intake.case', 'notify.obligations');
DELETE FROM views.intake_case;
DELETE FROM views.intake_timeline;
DELETE FROM views.notify_obligation;
ALTER TABLE views.intake_case
    DROP COLUMN state,
    DROP COLUMN position,
    ADD COLUMN below text[] NOT NULL,
    ADD COLUMN above text[] NOT NULL,
    ADD COLUMN numbers text[] NOT NULL,
    ADD COLUMN opened_on date,
    ADD COLUMN defendants text[] NOT NULL,
    ADD COLUMN court_status text COLLATE "C" NOT NULL;
COMMENT ON TABLE views.intake_case IS
    'One row a record of a dispute, with what it shows of the records below it: what lists show and are narrowed by. No names.';
COMMENT ON COLUMN views.intake_case.above IS 'Records that show this one too: who may see one of them is not shown this row.';
COMMENT ON COLUMN views.intake_case.court_status IS 'The status without what is said and done in a mediation, which is not for courts.';
DROP INDEX views.intake_case_filed;
DROP INDEX views.intake_case_number;
CREATE INDEX intake_case_opened ON views.intake_case (opened_on, case_id);
CREATE INDEX intake_case_numbers ON views.intake_case USING gin (numbers);
"""

MEDIATION = """
CREATE TABLE views.mediation_mediation (
    mediation_id   text COLLATE "C" PRIMARY KEY,
    case_id        text COLLATE "C" NOT NULL,
    case_no        text COLLATE "C" NOT NULL,
    court          text COLLATE "C" NOT NULL,
    status         text COLLATE "C" NOT NULL,
    agencies       text[] NOT NULL,
    received_on    date NOT NULL,
    concluded_on   date,
    jurisdictions  text[] NOT NULL,
    state          text NOT NULL
);
COMMENT ON TABLE views.mediation_mediation IS
    'One row a mediation: where it stands and what it waits for. case_id is the record of the referral. Derived; holds no names.';
CREATE INDEX mediation_mediation_case ON views.mediation_mediation (case_id);
CREATE INDEX mediation_mediation_received ON views.mediation_mediation (received_on, mediation_id);
SELECT views.protect('mediation_mediation');
"""

FILES = """
CREATE TABLE views.intake_file_reference (
    file           text COLLATE "C" NOT NULL,
    position       bigint NOT NULL,
    case_id        text COLLATE "C",
    court          text COLLATE "C",
    agencies       text[] NOT NULL,
    jurisdictions  text[] NOT NULL,
    PRIMARY KEY (file, position)
);
COMMENT ON TABLE views.intake_file_reference IS
    'One row a file and an entry that refers to it: the court and the agencies that may read the file for it.';
SELECT views.protect('intake_file_reference');
"""

LETTER = """
CREATE TABLE views.intake_letter (
    letter_id      text COLLATE "C" PRIMARY KEY,
    position       bigint NOT NULL,
    court          text COLLATE "C" NOT NULL,
    kind           text COLLATE "C" NOT NULL,
    case_no        text COLLATE "C" NOT NULL,
    letter_no      text NOT NULL,
    issued_on      date NOT NULL,
    collected_on   date,
    enclosures     integer NOT NULL,
    jurisdictions  text[] NOT NULL
);
COMMENT ON TABLE views.intake_letter IS 'One row a letter to a court: whether the court has collected it. Its text stays in the ledger.';
CREATE INDEX intake_letter_court ON views.intake_letter (court, position);
SELECT views.protect('intake_letter');
"""


def upgrade() -> None:
    """Create the tables."""
    for section in (
        JOINS,
        DISPUTES,
        MEDIATION,
        FILES,
        LETTER,
    ):
        op.execute(section)
