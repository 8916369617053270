"""Where results go while an analysis runs."""
