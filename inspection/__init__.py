"""Inspection readiness: uses jsna, never the other way round."""
