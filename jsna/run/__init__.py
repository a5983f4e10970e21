"""What to run, what is still fresh, how it is executed, how it scales out."""
