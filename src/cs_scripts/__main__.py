"""Run the command line with ``python -m cs_scripts``."""

from cs_scripts.cli.main import main

if __name__ == "__main__":
    main()
