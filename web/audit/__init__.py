"""The audit chain for auditors: everything that was done or refused, searched page by page."""
