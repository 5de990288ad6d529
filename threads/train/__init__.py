"""Data sets in, a model directory out: the steps that made the shipped weights."""
