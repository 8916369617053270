"""Models as files, and scoring with them."""
