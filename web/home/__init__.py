"""The first page: what waits for this reader, what happened last, and where the programme stands."""
