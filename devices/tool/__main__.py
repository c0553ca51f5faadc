"""Wiring: `./xiaowu devices …`."""

import sys

from devices.tool.app import main

sys.exit(main())
