"""What all tests share."""

import os

# Chromium and the run service are busy enough; torch must not compete with them on small machines.
os.environ.setdefault("OMP_NUM_THREADS", "1")
