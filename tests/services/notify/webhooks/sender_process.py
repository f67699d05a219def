"""A sender in a process of its own, to be killed. Arguments: the URLs of the roles app, reader and keys, and the time by its clock."""

import sys
from datetime import datetime

from services.notify.webhooks.desk import EndpointDesk
from services.notify.webhooks.sending import Sender
from services.notify.webhooks.worker import Webhooks
from tests.services.notify.webhooks.conftest import HERE
from yingsu.clock import SettableClock
from yingsu.ledger.database import Database
from yingsu.ledger.keys import KeyStore
from yingsu.ledger.store import Ledger
from yingsu.officials.directory import Directory

if __name__ == "__main__":
    app, reader, keys, now = sys.argv[1:]
    clock = SettableClock(datetime.fromisoformat(now))
    ledger = Ledger(Database(app, reader), clock)
    desk = EndpointDesk(ledger, KeyStore(keys, bytes(32), clock), Directory(ledger, clock), Sender(HERE), clock)
    Webhooks(desk, round_seconds=60).work()
