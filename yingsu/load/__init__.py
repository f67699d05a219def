"""`yingsu load`: sample cases sent to an instance as fast as asked, written down before and after, and compared with its ledger."""
