"""Which clause of the documents is realised by what, and what is still open."""
