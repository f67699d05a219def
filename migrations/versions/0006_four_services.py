"""Judgment, review, notice: what follows a judgment, the clock, the feed, webhooks; the protection of views that are built beside.

Revision ID: 0006
Revises: 0005
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# The board's rows are made anew from the ledger: the projector finds no bookmark and begins at the beginning.
BOARD = """
DELETE FROM views.bookmark WHERE view = 'notify.obligations';
DELETE FROM views.quarantine WHERE view = 'notify.obligations';
DELETE FROM views.notify_obligation;
ALTER TABLE views.notify_obligation ADD COLUMN remind_on date, ADD COLUMN overdue_on date;
COMMENT ON COLUMN views.notify_obligation.remind_on IS 'The first day of which the clock tells something, if it ever does.';
COMMENT ON COLUMN views.notify_obligation.overdue_on IS 'The day from which it is overdue, if it can be.';
CREATE INDEX notify_obligation_remind ON views.notify_obligation (remind_on) WHERE state = 'running';
"""

CLOCK = """
CREATE TABLE views.notify_told (
    obligation_id  text COLLATE "C" NOT NULL,
    what           text COLLATE "C" NOT NULL,
    latest         date NOT NULL,
    case_id        text COLLATE "C" NOT NULL,
    position       bigint NOT NULL,
    agency         text COLLATE "C",
    record         text NOT NULL,
    jurisdictions  text[] NOT NULL,
    PRIMARY KEY (obligation_id, latest, what)
);
COMMENT ON TABLE views.notify_told IS
    'What the clock has told of an obligation: overdue, or a reminder''s stage, for the last day as it then was.';
COMMENT ON COLUMN views.notify_told.agency IS 'The agency that owes it. None where a court, a centre or a supervising body does.';
CREATE INDEX notify_told_case ON views.notify_told (case_id);
CREATE INDEX notify_told_position ON views.notify_told (position);
CREATE INDEX notify_told_agency ON views.notify_told (agency, position);
SELECT views.protect('notify_told');
"""

FEED = """
CREATE TABLE views.notify_concerned (
    case_id        text COLLATE "C" NOT NULL,
    reader         text COLLATE "C" NOT NULL,
    since          bigint NOT NULL,
    jurisdictions  text[] NOT NULL,
    PRIMARY KEY (case_id, reader)
);
COMMENT ON TABLE views.notify_concerned IS
    'Whom a case record concerns, from which position on: an agency (its id), a court (court:<designation>), a jurisdiction (division:<code>).';
CREATE INDEX notify_concerned_reader ON views.notify_concerned (reader, case_id);
SELECT views.protect('notify_concerned');

-- A client of the feed names the last event that it has seen. Ids grow with time, so a new one goes to the end of the index.
CREATE INDEX entry_event ON ledger.entry (event_id);
"""

# What is referred to so far is for the centre; the files of reviews are not.
FILES = """
ALTER TABLE views.intake_file_reference ADD COLUMN for_centre boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN views.intake_file_reference.for_centre IS 'Whether the mediation centre of these jurisdictions may read the file too.';
COMMENT ON COLUMN views.intake_case.court_status IS
    'The status without what is not for courts: mediation, review, reminders.';
"""

REVIEW = """
CREATE TABLE views.review_review (
    review_id      text COLLATE "C" PRIMARY KEY,
    case_id        text COLLATE "C" NOT NULL,
    case_no        text COLLATE "C" NOT NULL,
    agency         text COLLATE "C" NOT NULL,
    status         text COLLATE "C" NOT NULL,
    judged_on      date NOT NULL,
    received_on    date NOT NULL,
    jurisdictions  text[] NOT NULL,
    state          text NOT NULL
);
COMMENT ON TABLE views.review_review IS 'One row a review: where it stands. Derived; holds no names.';
CREATE INDEX review_review_case ON views.review_review (case_id);
CREATE INDEX review_review_received ON views.review_review (received_on, review_id);
SELECT views.protect('review_review');

CREATE TABLE views.review_undetermined (
    case_id        text COLLATE "C" NOT NULL,
    judgment_no    text COLLATE "C" NOT NULL,
    defendant      text COLLATE "C" NOT NULL,
    case_no        text COLLATE "C" NOT NULL,
    received_on    date NOT NULL,
    jurisdictions  text[] NOT NULL,
    state          text NOT NULL,
    PRIMARY KEY (case_id, judgment_no, defendant)
);
COMMENT ON TABLE views.review_undetermined IS 'One row a government''s part in a lost case that nobody reviews yet: the supervising body says who does.';
SELECT views.protect('review_undetermined');

CREATE TABLE views.review_concerned (
    case_id        text COLLATE "C" NOT NULL,
    agency         text COLLATE "C" NOT NULL,
    jurisdictions  text[] NOT NULL,
    PRIMARY KEY (case_id, agency)
);
COMMENT ON TABLE views.review_concerned IS 'Which case records concern an agency: what its figures are computed from.';
CREATE INDEX review_concerned_agency ON views.review_concerned (agency, case_id);
SELECT views.protect('review_concerned');
"""

# The views' table says which endpoints there are. The schema `delivery` is no view: how sending went does not follow from the ledger. The
# sender writes it as the app role; agencies read their own through the service.
DELIVERY = """
CREATE TABLE views.notify_endpoint (
    stream         text COLLATE "C" PRIMARY KEY,
    agency         text COLLATE "C" NOT NULL,
    version        integer NOT NULL,
    status         text COLLATE "C" NOT NULL,
    begun          integer,
    jurisdictions  text[] NOT NULL
);
COMMENT ON TABLE views.notify_endpoint IS 'One row an agency that ever registered an endpoint for webhooks: where it stands.';
COMMENT ON COLUMN views.notify_endpoint.begun IS 'The version of its stream at which deliveries began, if they did.';
SELECT views.protect('notify_endpoint');

CREATE SCHEMA delivery;
GRANT USAGE ON SCHEMA delivery TO yingsu_app;
CREATE TABLE delivery.endpoint (
    endpoint       text COLLATE "C" PRIMARY KEY,
    version        integer NOT NULL,
    begun          integer,
    taken_up_to    bigint NOT NULL,
    failures       integer NOT NULL DEFAULT 0,
    failing_since  timestamptz,
    succeeded_at   timestamptz,
    probe_at       timestamptz
);
COMMENT ON TABLE delivery.endpoint IS
    'One row an endpoint (its stream) that got deliveries: up to where its feed was taken in, and its circuit breaker.';
COMMENT ON COLUMN delivery.endpoint.version IS 'The version of the stream that this row and the messages are in line with.';
COMMENT ON COLUMN delivery.endpoint.failures IS 'How often sending has failed since it last succeeded.';
CREATE TABLE delivery.message (
    endpoint      text COLLATE "C" NOT NULL REFERENCES delivery.endpoint,
    position      bigint NOT NULL,
    webhook_id    text COLLATE "C" NOT NULL,
    topic         text COLLATE "C" NOT NULL,
    state         text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
    attempts      integer NOT NULL DEFAULT 0,
    tried         integer NOT NULL DEFAULT 0,
    next_try      timestamptz,
    leased_until  timestamptz,
    PRIMARY KEY (endpoint, position),
    CHECK ((state = 'waiting') = (next_try IS NOT NULL))
);
COMMENT ON TABLE delivery.message IS 'One row an event that an endpoint is to get. webhook_id is the same for every attempt.';
COMMENT ON COLUMN delivery.message.tried IS 'Failures within the present course of the schedule, which a resend begins anew.';
CREATE INDEX message_waiting ON delivery.message (endpoint, next_try) WHERE state = 'waiting';
CREATE UNIQUE INDEX message_webhook ON delivery.message (webhook_id);
CREATE TABLE delivery.attempt (
    attempt       uuid PRIMARY KEY,
    endpoint      text COLLATE "C" NOT NULL,
    position      bigint NOT NULL,
    number        integer NOT NULL,
    begun_at      timestamptz NOT NULL,
    milliseconds  integer,
    status        integer,
    error         text,
    answer        text,
    next_try      timestamptz,
    FOREIGN KEY (endpoint, position) REFERENCES delivery.message ON DELETE CASCADE
);
COMMENT ON TABLE delivery.attempt IS
    'The log of deliveries: every attempt with what came back, at most 20 kB of it. Without milliseconds its outcome is not known (yet).';
CREATE INDEX attempt_message ON delivery.attempt (endpoint, position, number);
CREATE TABLE delivery.command (
    command_id      uuid PRIMARY KEY,
    body_hash       text NOT NULL,
    carried_out_at  timestamptz NOT NULL
);
COMMENT ON TABLE delivery.command IS 'What owners asked to be sent again, by the identity of the request: a repeat is not carried out twice.';
GRANT SELECT, INSERT, UPDATE, DELETE ON delivery.endpoint, delivery.message, delivery.attempt TO yingsu_app;
GRANT SELECT, INSERT ON delivery.command TO yingsu_app;
"""

REBUILDING = """
CREATE TABLE views.rebuilding (
    view      text COLLATE "C" PRIMARY KEY,
    position  bigint NOT NULL,
    head      bigint NOT NULL,
    began     timestamptz NOT NULL,
    updated   timestamptz NOT NULL
);
COMMENT ON TABLE views.rebuilding IS 'Rebuilds under way: how far, of how much, since when. Read by health.';
GRANT SELECT ON views.rebuilding TO yingsu_app, yingsu_reader;
"""


def upgrade() -> None:
    """Create the tables."""
    for section in (BOARD, CLOCK, FEED, FILES, REVIEW, DELIVERY, REBUILDING):
        op.execute(section)
