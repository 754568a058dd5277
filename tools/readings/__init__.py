"""Draws findings of a rule for reading, keeps what the reader says, and shows where rules stand.

Run as `python -m tools.readings draw|record|pairs|standing`; docs/rule-life.md says when and how.
"""
