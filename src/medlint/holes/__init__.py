"""The trained detector of dropped terms: how likely a hole is left of each word of a sentence."""
