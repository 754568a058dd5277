"""Measures medlint: its speed, its silence on trusted text, and what it sees in broken text.

Run as `python -m tools.bench`, or with names of parts to measure only those. Of the measuring
texts nothing is kept but figures.
"""
