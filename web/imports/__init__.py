"""Workbooks in and out: upload, what is wrong, what would change, take it; and export."""
