"""One cell at a time: what it says exactly, or why that is unclear."""
