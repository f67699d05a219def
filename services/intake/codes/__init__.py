"""The code lists of the courts' messages and the agencies' steps: every closed list by its name, with a version."""
