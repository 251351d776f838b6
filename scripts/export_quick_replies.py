"""Write the phrase book as a file of quick replies; the same as ``cs-scripts export``."""

import sys

from cs_scripts.cli.export import command
from cs_scripts.cli.main import run, speak_chinese

if __name__ == "__main__":
    speak_chinese()
    sys.exit(run(lambda: command(standalone_mode=False)))
