"""Many files: the list, who works on it, what is done, where results go."""
