"""The Analyse view: one page, in parts."""
