"""Runs the migrations as the owner, one transaction each. Called by `yingsu.schema.migrate`, which passes the owner's URL."""

import psycopg
from alembic import context
from sqlalchemy import create_engine, pool

WAIT_FOR_OTHERS = "10min"
"""Another process may be migrating: wait for it, then find nothing left to do."""

LOCK_TIMEOUT = "5s"
"""A migration that waits for a lock makes everybody behind it wait too: rather fail and be run again."""


def run() -> None:
    """Upgrade through a connection that holds the installation's migration lock."""
    url = context.config.attributes.get("url")
    if url is None or context.is_offline_mode():
        raise SystemExit("请用 yingsu migrate 升级数据库结构。")
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(url), poolclass=pool.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"SET lock_timeout = '{WAIT_FOR_OTHERS}'")
        connection.exec_driver_sql("SELECT pg_advisory_lock(hashtext('yingsu migrate'))")
        connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        connection.commit()
        context.configure(connection=connection, transaction_per_migration=True, version_table_schema="public")
        with context.begin_transaction():
            context.run_migrations()
        # Every process checks the version before it serves.
        connection.exec_driver_sql("GRANT SELECT ON public.alembic_version TO yingsu_app, yingsu_reader, yingsu_keys")
        connection.commit()
    engine.dispose()


run()
