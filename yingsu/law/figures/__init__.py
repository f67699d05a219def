"""What is counted of disputes for an agency: measures, metrics, ladders of consequences. Pure."""
