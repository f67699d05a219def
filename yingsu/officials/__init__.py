"""Who acts: agencies, courts, officials and machine clients, their roles, and the tokens that prove it. No HTTP."""
