"""`python -m threads` is the command `threads`."""

from threads.cli import main

if __name__ == "__main__":
    main()
