"""The feed: every event that a reader may see, once and in order, for as long as it asks. The guarantee beside which webhooks are a convenience."""
