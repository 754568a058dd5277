"""Rules: YAML files a medical editor can read, and the code that carries them out."""
