"""Enterprises and what they offer: the list and the page of each."""
