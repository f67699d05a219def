"""Yingsu (应诉): the system of record for how governments answer administrative litigation.

The foundation: importable without FastAPI, apart from `yingsu.web` and `yingsu.cli`. Layers, lowest first:
`ledger` (the record), `events` (the published language), `law` (rules as data), `officials` (who), `web` (the HTTP edge).
"""
