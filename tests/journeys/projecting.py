"""A projector in a process of its own: `python -m tests.journeys.projecting APP_URL READER_URL`. Competes for the views until killed."""

import sys
import threading

from yingsu.composition import VIEWS
from yingsu.ledger.database import Database
from yingsu.ledger.reader import Projector

if __name__ == "__main__":
    Projector(Database(sys.argv[1], sys.argv[2]), VIEWS, poll_seconds=0.2).start()
    threading.Event().wait()
