"""One statistic a file: numbers in, numbers out. Nothing here opens a file.

Each result is an `Estimate` (or a frozen record of its own) that carries its interval, its n and,
in `method`, how the interval was made. What the data cannot bear is refused with a `ValueError`
that says so in one sentence.
"""
