"""The record: one append-only, gapless, tamper-evident ledger of events, and what reads it."""
