"""How a profile's files are read, checked, described for editors, and compared; and the check of a calendar's file."""
