"""The header of a sheet: where it stands, which column is which field, in which unit."""
