"""The numbered steps from an empty database to the tables of today; one is never changed."""
