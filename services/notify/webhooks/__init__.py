"""Webhooks (Standard Webhooks 1.0): an agency's endpoint, and the sender that brings it what its feed holds, at least once."""
