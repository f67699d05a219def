"""Intake: one door for the courts and the agencies. Owns the court's messages, the case, and each defendant's response."""
