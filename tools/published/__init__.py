"""How each table of data/published is derived from the third-party files it was taken from."""
