"""`python -m jsna` is the command `jsna`, where the scripts folder is not on the path."""

from jsna.cli import main

if __name__ == "__main__":  # a spawned process imports this module again
    main()
