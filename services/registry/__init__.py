"""The registry: agencies, courts, officials, clients and their tokens, and the rules in force."""
