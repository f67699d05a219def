"""The ledger: entries, head, append and load, case access, blobs, subject keys, and the protection of views.

Run by the owner. The roles `yingsu_app`, `yingsu_reader` and `yingsu_keys` exist already (`yingsu.embedded.provision`, or an operator).
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCHEMAS = """
CREATE SCHEMA ledger;
CREATE SCHEMA views;
CREATE SCHEMA keys;
GRANT USAGE ON SCHEMA ledger TO yingsu_app, yingsu_reader;
GRANT USAGE ON SCHEMA views TO yingsu_app, yingsu_reader;
GRANT USAGE ON SCHEMA keys TO yingsu_keys;
"""

TABLES = """
CREATE TABLE ledger.entry (
    position        bigint PRIMARY KEY CHECK (position > 0),
    event_id        uuid NOT NULL,
    stream          text COLLATE "C" NOT NULL,
    version         integer NOT NULL CHECK (version > 0),
    topic           text COLLATE "C" NOT NULL,
    jurisdiction    text COLLATE "C" NOT NULL CHECK (jurisdiction <> ''),
    case_id         text COLLATE "C",
    occurred_on     date NOT NULL,
    occurred_at     timestamptz,
    received_on     date,
    source_seq      integer,
    recorded_at     timestamptz NOT NULL,
    actor           text NOT NULL,
    source          text NOT NULL,
    correlation_id  text NOT NULL,
    causation_id    uuid,
    corrects        uuid,
    command_id      uuid,
    body_hash       text,
    command_size    integer,
    payload         text NOT NULL CHECK (octet_length(payload) <= 65536),
    UNIQUE (stream, version),
    CHECK ((command_id IS NULL) = (body_hash IS NULL) AND (command_id IS NULL) = (command_size IS NULL))
);
COMMENT ON TABLE ledger.entry IS 'The record. Append-only; positions are 1, 2, 3, … without a gap.';
COMMENT ON COLUMN ledger.entry.command_id IS 'On the first entry of each command, whose entries have consecutive positions.';
CREATE UNIQUE INDEX entry_command ON ledger.entry (command_id) WHERE command_id IS NOT NULL;
CREATE INDEX entry_case ON ledger.entry (case_id, position) WHERE case_id IS NOT NULL;

CREATE TABLE ledger.head (
    single       boolean PRIMARY KEY DEFAULT true CHECK (single),
    position     bigint NOT NULL,
    recorded_at  timestamptz NOT NULL
);
COMMENT ON TABLE ledger.head IS 'One row: the last position and its time. Its row lock is the append lock.';
INSERT INTO ledger.head (position, recorded_at) VALUES (0, '-infinity');

CREATE TABLE ledger.case_access (
    case_id       text COLLATE "C" NOT NULL,
    jurisdiction  text COLLATE "C" NOT NULL,
    PRIMARY KEY (case_id, jurisdiction)
);
COMMENT ON TABLE ledger.case_access IS 'Which jurisdictions may read a case: those of its entries and those its events concern.';

CREATE TABLE ledger.blob (
    sha256   text PRIMARY KEY CHECK (sha256 = encode(sha256(content), 'hex')),
    content  bytea NOT NULL
);
COMMENT ON TABLE ledger.blob IS 'Published content (profiles, calendars) that events name by SHA-256.';

CREATE TABLE keys.subject_key (
    key_id      uuid PRIMARY KEY,
    subject     text COLLATE "C" NOT NULL,
    wrapped     bytea NOT NULL,
    created_at  timestamptz NOT NULL
);
COMMENT ON TABLE keys.subject_key IS 'One key per data subject, wrapped by the key file. Deleting the row erases the person.';
CREATE UNIQUE INDEX subject_key_subject ON keys.subject_key (subject);
GRANT SELECT, INSERT, DELETE ON keys.subject_key TO yingsu_keys;

CREATE TABLE views.bookmark (
    view      text COLLATE "C" PRIMARY KEY,
    position  bigint NOT NULL
);
COMMENT ON TABLE views.bookmark IS 'How far each view has read; written in the transaction of the rows.';
CREATE TABLE views.stopped (
    view   text COLLATE "C" PRIMARY KEY,
    error  text NOT NULL,
    since  timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE views.stopped IS 'Views that failed and are not kept up. Set and cleared by whoever leads the view; read by health.';
CREATE TABLE views.quarantine (
    view      text COLLATE "C",
    subject   text COLLATE "C",
    position  bigint NOT NULL,
    event_id  uuid NOT NULL,
    error     text NOT NULL,
    since     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (view, subject)
);
COMMENT ON TABLE views.quarantine IS
    'Cases, or streams without a case, that a view leaves out from a position on, where an entry failed; `error` is a class, no message.';
GRANT SELECT ON views.bookmark, views.stopped, views.quarantine TO yingsu_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON views.stopped, views.quarantine TO yingsu_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON views.bookmark TO yingsu_reader;
"""

IMMUTABLE = """
CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % on %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.case_access
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.blob
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
"""

TENANCY = """
CREATE FUNCTION ledger.tenants() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    setting text := current_setting('yingsu.tenants', true);
BEGIN
    IF setting IS NULL OR setting = '' THEN
        RAISE EXCEPTION 'no tenant is set' USING ERRCODE = 'insufficient_privilege',
            HINT = 'Read through Database.read(tenants), which sets yingsu.tenants for its transaction.';
    END IF;
    RETURN string_to_array(setting, ',');
END $$;
COMMENT ON FUNCTION ledger.tenants() IS 'The jurisdictions of the present transaction; raises when none is set. {*} is the system itself.';

ALTER TABLE ledger.entry ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON ledger.entry, ledger.head, ledger.case_access, ledger.blob TO yingsu_app, yingsu_reader;
-- The first condition has no column, so it is checked once, before any row: without a tenant even an empty result raises.
CREATE POLICY tenant ON ledger.entry FOR SELECT TO yingsu_app USING (
    ledger.tenants() IS NOT NULL AND (
        jurisdiction = ANY (ledger.tenants())
        OR '*' = ANY (ledger.tenants())
        OR EXISTS (SELECT FROM ledger.case_access access
                   WHERE access.case_id = entry.case_id AND access.jurisdiction = ANY (ledger.tenants()))
    )
);
CREATE POLICY everything ON ledger.entry FOR SELECT TO yingsu_reader USING (true);

-- One round trip a read: the tenants are set for the statement's own transaction, under the caller's row-level security.
CREATE FUNCTION ledger.read_stream(wanted text, tenants text, after integer, up_to integer) RETURNS SETOF ledger.entry
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('yingsu.tenants', tenants, true);
    RETURN QUERY SELECT * FROM ledger.entry
        WHERE entry.stream = wanted AND entry.version > after AND entry.version <= up_to ORDER BY entry.version;
END $$;

CREATE FUNCTION ledger.read_case(wanted text, tenants text, as_of date, as_known_at timestamptz) RETURNS SETOF ledger.entry
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('yingsu.tenants', tenants, true);
    RETURN QUERY SELECT * FROM ledger.entry WHERE entry.case_id = wanted
        AND entry.occurred_on <= coalesce(as_of, 'infinity') AND entry.recorded_at <= coalesce(as_known_at, 'infinity')
        ORDER BY entry.position;
END $$;

-- The bounds are variables, because a row's own sum is no index condition under row-level security: it would read to the head.
CREATE FUNCTION ledger.read_command(wanted uuid) RETURNS SETOF ledger.entry
LANGUAGE plpgsql AS $$
DECLARE
    first bigint;
    size integer;
BEGIN
    PERFORM set_config('yingsu.tenants', '*', true);
    SELECT entry.position, entry.command_size INTO first, size FROM ledger.entry WHERE entry.command_id = wanted;
    RETURN QUERY SELECT * FROM ledger.entry
        WHERE entry.position >= first AND entry.position < first + size ORDER BY entry.position;
END $$;
COMMENT ON FUNCTION ledger.read_command(uuid) IS 'The entries of one command, of whatever tenant: what its receipt is made of.';

CREATE FUNCTION views.protect(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE views.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('GRANT SELECT ON views.%I TO yingsu_app', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON views.%I TO yingsu_reader', name);
    EXECUTE format($policy$CREATE POLICY tenant ON views.%I FOR SELECT TO yingsu_app USING (
        ledger.tenants() IS NOT NULL AND ('*' = ANY (ledger.tenants()) OR jurisdictions && ledger.tenants()))$policy$, name);
    EXECUTE format('CREATE POLICY projector ON views.%I FOR ALL TO yingsu_reader USING (true) WITH CHECK (true)', name);
END $$;
COMMENT ON FUNCTION views.protect(text) IS 'Grants and row-level security for a view table, which must have a column jurisdictions text[].';
"""

LINE = """(
            command_id uuid, body_hash text, command_size integer, permitted text,
            stream text, version integer, first boolean, event_id uuid, topic text, jurisdiction text, case_id text,
            occurred_on date, occurred_at timestamptz, received_on date, source_seq integer, actor text, source text,
            correlation_id text, causation_id uuid, corrects uuid, payload text, concerns text)"""

APPEND = f"""
CREATE FUNCTION ledger.append(now timestamptz, size integer, opens boolean, batch json, OUT last bigint, OUT stamped timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    appended integer;
BEGIN
    UPDATE ledger.head SET position = head.position + size, recorded_at = greatest(now, head.recorded_at)
        RETURNING head.position, head.recorded_at INTO last, stamped;
    INSERT INTO ledger.entry (position, event_id, stream, version, topic, jurisdiction, case_id, occurred_on, occurred_at,
                              received_on, source_seq, recorded_at, actor, source, correlation_id, causation_id, corrects,
                              command_id, body_hash, command_size, payload)
    SELECT last - size + line.n, line.event_id, line.stream, line.version, line.topic, line.jurisdiction, line.case_id,
           line.occurred_on, line.occurred_at, line.received_on, line.source_seq, stamped, line.actor, line.source,
           line.correlation_id, line.causation_id, line.corrects, line.command_id, line.body_hash, line.command_size, line.payload
    FROM ROWS FROM (json_to_recordset(batch) AS {LINE}) WITH ORDINALITY
        AS line (command_id, body_hash, command_size, permitted, stream, version, first, event_id, topic, jurisdiction, case_id,
                 occurred_on, occurred_at, received_on, source_seq, actor, source, correlation_id, causation_id, corrects,
                 payload, concerns, n)
    WHERE (line.permitted = '*' OR line.jurisdiction = ANY (string_to_array(line.permitted, ',')))
      -- A scalar subquery, because EXISTS may be planned as a hash over the whole ledger.
      AND (line.first IS NULL OR line.version = 1
           OR line.version = 1 + (SELECT max(entry.version) FROM ledger.entry WHERE entry.stream = line.stream));
    GET DIAGNOSTICS appended = ROW_COUNT;
    IF appended <> size THEN
        RAISE EXCEPTION 'some commands of the batch cannot be appended' USING ERRCODE = 'triggered_action_exception';
    END IF;
    IF opens THEN
        INSERT INTO ledger.case_access (case_id, jurisdiction)
        SELECT DISTINCT line.case_id, reader.jurisdiction
        FROM json_to_recordset(batch) AS line (case_id text, version integer, jurisdiction text, concerns text),
             unnest(string_to_array(line.concerns, ',') || line.jurisdiction) AS reader (jurisdiction)
        WHERE line.case_id IS NOT NULL AND (line.version = 1 OR line.concerns IS NOT NULL)
        ON CONFLICT DO NOTHING;
    END IF;
    PERFORM pg_notify('ledger', last::text);
END $$;
COMMENT ON FUNCTION ledger.append(timestamptz, integer, boolean, json) IS
    'Appends a batch of commands as a set, all or nothing, at consecutive positions ending at `last`. The row lock of ledger.head is '
    'the append lock, so positions have no gap: a rollback gives them back. Fails with unique_violation or '
    'triggered_action_exception when a command cannot be appended; ledger.judge then says which and why.';

CREATE FUNCTION ledger.judge(batch json, OUT command integer, OUT outcome text) RETURNS SETOF record
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH line AS MATERIALIZED (
        SELECT count(given.command_id) OVER (ORDER BY given.n)::integer AS command, given.*
        FROM ROWS FROM (json_to_recordset(batch) AS (command_id uuid, permitted text, stream text, version integer,
                                                     first boolean, jurisdiction text)) WITH ORDINALITY
            AS given (command_id, permitted, stream, version, first, jurisdiction, n)
    )
    SELECT line.command,
           CASE WHEN bool_or(twin.found) THEN 'known'
                WHEN bool_or(line.first AND coalesce(latest.version, 0) <> line.version - 1) THEN 'stale'
                WHEN bool_or(line.permitted <> '*'
                             AND line.jurisdiction <> ALL (string_to_array(line.permitted, ','))) THEN 'denied'
                ELSE 'fresh' END
    FROM line
    LEFT JOIN LATERAL (SELECT true AS found FROM ledger.entry
                       WHERE line.command_id IS NOT NULL AND entry.command_id = line.command_id LIMIT 1) twin ON true
    LEFT JOIN LATERAL (SELECT entry.version FROM ledger.entry WHERE entry.stream = line.stream
                       ORDER BY entry.version DESC LIMIT 1) latest ON line.first
    GROUP BY line.command ORDER BY line.command;
$$;
COMMENT ON FUNCTION ledger.judge(json) IS
    'What would become of each command of a batch: fresh (can be appended), known (its id is in the ledger), stale (a stream is not at '
    'the version it was decided on), denied (a jurisdiction outside its permission).';
REVOKE ALL ON FUNCTION ledger.append(timestamptz, integer, boolean, json), ledger.judge(json) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append(timestamptz, integer, boolean, json), ledger.judge(json) TO yingsu_app;

CREATE FUNCTION ledger.put_blob(content bytea) RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO ledger.blob (sha256, content) VALUES (encode(sha256(content), 'hex'), content) ON CONFLICT DO NOTHING;
    SELECT encode(sha256(content), 'hex');
$$;
REVOKE ALL ON FUNCTION ledger.put_blob(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.put_blob(bytea) TO yingsu_app;
"""


def upgrade() -> None:
    """Create everything the foundation needs."""
    for part in (SCHEMAS, TABLES, IMMUTABLE, TENANCY, APPEND):
        op.execute(part)
