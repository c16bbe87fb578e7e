"""Villages and what they need: the list and the page of each."""
