"""Pairs and their life: the list, one pair with who acts next, and sending out."""
