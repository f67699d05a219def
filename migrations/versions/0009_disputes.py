"""A dispute is read in one round trip.

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

READ_DISPUTE = """
-- `joining` is the topic by which one record takes another in, whoever of them is the case and whose the stream.
-- OFFSET keeps it member by member: with a condition on all of them every join there is would be looked at.
CREATE FUNCTION ledger.read_dispute(wanted text, joining text, tenants text, as_of date, as_known_at timestamptz)
RETURNS SETOF ledger.entry LANGUAGE plpgsql AS $$
DECLARE
    last_day date := coalesce(as_of, 'infinity');
    last_moment timestamptz := coalesce(as_known_at, 'infinity');
BEGIN
    PERFORM set_config('yingsu.tenants', tenants, true);
    RETURN QUERY
        WITH RECURSIVE member (id) AS (
            SELECT wanted COLLATE "C"
            UNION
            SELECT other.id FROM member, LATERAL (
                SELECT told.case_id AS id FROM ledger.entry AS told WHERE told.stream = member.id
                    AND told.topic = joining AND told.occurred_on <= last_day AND told.recorded_at <= last_moment
                UNION ALL
                SELECT told.stream FROM ledger.entry AS told WHERE told.case_id = member.id
                    AND told.topic = joining AND told.occurred_on <= last_day AND told.recorded_at <= last_moment
            ) AS other
        )
        SELECT found.* FROM member, LATERAL (
            SELECT * FROM ledger.entry WHERE entry.case_id = member.id
                AND entry.occurred_on <= last_day AND entry.recorded_at <= last_moment OFFSET 0
        ) AS found ORDER BY found.position;
END $$;
COMMENT ON FUNCTION ledger.read_dispute(text, text, text, date, timestamptz) IS
    'The entries of a case record and of all that are joined with it, also by a join that was struck, in position order.';
"""


def upgrade() -> None:
    """Make the function."""
    op.execute(READ_DISPUTE)
