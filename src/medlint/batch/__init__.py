"""Batches: articles by the million, in parts that an interrupted run takes up again."""
