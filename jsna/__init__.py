"""The SEND needs assessment. Knows nothing of inspection; imports nothing heavy by itself."""
