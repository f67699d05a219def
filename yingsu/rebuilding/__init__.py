"""Views built anew beside those that are read, and swapped in when they have caught up."""
