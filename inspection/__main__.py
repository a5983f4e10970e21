"""`python -m inspection` is the command `inspection`."""

from inspection.cli import main

main()
