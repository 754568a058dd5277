"""Trains and measures the reader of overclaims; see docs/overclaims-model.md."""
