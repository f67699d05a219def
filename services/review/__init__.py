"""The review service: a lost case is reviewed by whoever owes it, signed, submitted, and followed by rectification."""
