"""The command line, with the dispatcher on the head's network: python replica.py [what has a command run there] -- …"""

import sys

from inplace_lab.__main__ import main
from inplace_lab.cluster import link

if __name__ == "__main__":
    end = sys.argv.index("--")
    link._COMMAND = (*sys.argv[1:end], *link._COMMAND)
    del sys.argv[1 : end + 1]
    main()
