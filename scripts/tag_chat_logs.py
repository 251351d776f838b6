"""Tag chat logs in bulk: the same as ``cs-scripts tag``.

python scripts/tag_chat_logs.py logs/ -o tagged.csv
"""

import sys

from cs_scripts.cli.main import main

if __name__ == "__main__":
    sys.argv.insert(1, "tag")
    main()
