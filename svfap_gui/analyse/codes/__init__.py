"""Codes in the Analyse view: keys, lanes, the list of events, files of other programs."""
