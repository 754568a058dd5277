"""Output formats: one pure function each, from a report to text."""
