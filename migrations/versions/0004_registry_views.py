"""The registry's views: agencies, courts, clients, officials, and the published rules.

`jurisdictions` says who may see a row: an agency's or official's own, a client's reach, and 000000 for what the whole country shares.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE views.registry_agency (
    agency_id      text COLLATE "C" PRIMARY KEY,
    name           text NOT NULL,
    code           text COLLATE "C" NOT NULL,
    type           text NOT NULL,
    jurisdiction   text COLLATE "C" NOT NULL,
    valid_from     date NOT NULL,
    sample         boolean NOT NULL,
    version        integer NOT NULL,
    jurisdictions  text[] NOT NULL
);
CREATE INDEX registry_agency_jurisdiction ON views.registry_agency (jurisdiction, agency_id);

CREATE TABLE views.registry_court (
    court          text COLLATE "C" PRIMARY KEY,
    name           text NOT NULL,
    sample         boolean NOT NULL,
    version        integer NOT NULL,
    jurisdictions  text[] NOT NULL
);

CREATE TABLE views.registry_client (
    client_id      text COLLATE "C" PRIMARY KEY,
    name           text NOT NULL,
    role           text NOT NULL,
    court          text COLLATE "C",
    agency         text COLLATE "C",
    scopes         text[] NOT NULL,
    has_secret     boolean NOT NULL,
    has_key        boolean NOT NULL,
    revoked        boolean NOT NULL,
    reason         text,
    version        integer NOT NULL,
    jurisdictions  text[] NOT NULL
);

CREATE TABLE views.registry_official (
    official_id    text COLLATE "C" PRIMARY KEY,
    agency         text COLLATE "C" NOT NULL,
    post           text NOT NULL,
    duties         text[] NOT NULL,
    subject        text COLLATE "C" NOT NULL,
    key_id         text COLLATE "C" NOT NULL,
    box            text NOT NULL,
    version        integer NOT NULL,
    jurisdictions  text[] NOT NULL
);
COMMENT ON COLUMN views.registry_official.box IS 'The sealed person; opened at the edge, unreadable after erasure.';
CREATE INDEX registry_official_agency ON views.registry_official (agency, official_id);

CREATE TABLE views.registry_rules (
    kind            text COLLATE "C" NOT NULL CHECK (kind IN ('calendar', 'profile')),
    id              text COLLATE "C" NOT NULL,
    version         integer NOT NULL,
    jurisdiction    text COLLATE "C",
    sha256          text COLLATE "C" NOT NULL,
    effective_from  date,
    notices         text[] NOT NULL,
    prepared_by     text,
    published_by    text NOT NULL,
    jurisdictions   text[] NOT NULL,
    PRIMARY KEY (kind, id, version)
);
"""

PROTECTED = ("registry_agency", "registry_court", "registry_client", "registry_official", "registry_rules")


def upgrade() -> None:
    """Create the views and put them under row-level security."""
    op.execute(TABLES)
    for table in PROTECTED:
        op.execute(f"SELECT views.protect('{table}')")
