"""Waits for CAMHS, one module a question; `jsna.subjects.camhs_waits` lists their figures."""
