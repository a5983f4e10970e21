"""Need 5 and 10 years ahead, one module a question; `jsna.subjects.future` lists the figures."""
