"""Uploaded files: taken in, referred to by cases, handed out to those who may read them."""
