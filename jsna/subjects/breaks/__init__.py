"""Short breaks, one module a question; `jsna.subjects.short_breaks` lists their figures."""
