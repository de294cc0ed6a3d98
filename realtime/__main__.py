"""`python -m realtime --config engine.toml`: see realtime/standalone."""

import sys

from realtime.standalone.command_line import main

if __name__ == "__main__":
    sys.exit(main())
