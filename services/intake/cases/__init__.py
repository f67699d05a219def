"""Cases as those who may see them read them: one dispute on two clocks, its timeline, each defendant's response."""
