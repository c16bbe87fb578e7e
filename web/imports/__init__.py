"""Workbooks in and out: upload, what is wrong with it, what it would change, take it; and export."""
