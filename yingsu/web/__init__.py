"""The HTTP edge that all services share: what comes in, who sends it, and how it is answered. Knows nothing of cases."""
