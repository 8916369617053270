"""What the app draws: each shows what it is given. They know no controller."""
