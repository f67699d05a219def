"""The mediation centre passes a court's pre-filing notice on to the agencies (HZ-5.2)."""
