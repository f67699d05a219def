"""A rebuild of one view of a test's ledger, as `yingsu rebuild` does it."""

from yingsu.ledger.database import Database
from yingsu.ledger.view import View
from yingsu.rebuilding.rebuild import BATCH
from yingsu.rebuilding.rebuild import rebuild as rebuild_views
from yingsu.settings import APP_ROLE, OWNER_ROLE


def rebuild(database: Database, view: View, *, batch: int = BATCH) -> int:
    """Rebuild the view; returns the position that it reached."""
    return rebuild_views(database.app_url.replace(APP_ROLE, OWNER_ROLE), [view], batch=batch)
