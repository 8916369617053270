"""What a result row means and how it is laid out."""
