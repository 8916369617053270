"""Comparisons of conditions and agreement of coders, with participants as units. Knows no files."""
