"""Mediation before the suit, beside it and in court: who conducts it, the agencies' plans, and the documents. Owns each mediation to its end."""
