"""Notify: obligations and the due board, derived from every service's events and the rules in force."""
