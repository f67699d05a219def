"""The courts' messages: the door, where each message goes, and the desk for what a person must decide."""
