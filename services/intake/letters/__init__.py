"""Letters to courts: written by a reaction, collected and confirmed by the court's system."""
