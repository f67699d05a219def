"""Registers of facts in cases, as the profile of a jurisdiction orders them to be kept: read from the ledger, never stored."""
