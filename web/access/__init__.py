"""Signing in and out, the own account, and how this browser wants to read."""
