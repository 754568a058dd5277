"""How well the rules do: annotated text in, scores out, and what a change of rules changes."""
