"""The figures of an agency and a period: each with what is counted, by which day, and the cases and events that it rests on."""
