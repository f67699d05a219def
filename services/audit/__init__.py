"""The audit service: for auditors, what the record holds, with what proves it. Reads only."""
