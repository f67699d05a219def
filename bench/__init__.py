"""`make bench`: ours beside the references, on one server, in one run, in turn. Figures are for reading, never asserted."""
