"""What courts list of the cases of a district, compared with what is on record here (YC-1.2, YC-3.3.3)."""
