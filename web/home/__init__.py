"""The first page: what waits for the reader, what happened last, where the programme stands."""
