"""Law as data: working calendars, deadline arithmetic that explains itself, policy profiles, and obligations as a pure fold."""
