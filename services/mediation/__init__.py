"""Mediation before the suit: the centre's steps, the agencies' plans, and the documents of both. Owns each mediation from referral to end."""
