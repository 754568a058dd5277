"""The trainer of the detector of dropped terms: `python -m tools.detector prepare|train|score`."""
