"""`python -m yingsu`."""

import sys

from yingsu.cli import main

sys.exit(main())
