"""The services. Each is a FastAPI application over the one ledger; they never import each other."""
