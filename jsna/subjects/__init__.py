"""One subject a module: its figures, and the functions that count them."""
