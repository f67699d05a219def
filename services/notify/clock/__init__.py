"""The clock: what only the passing of days adds to an obligation, told once."""
