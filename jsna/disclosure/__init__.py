"""The only code that rounds, hides or releases a figure."""
