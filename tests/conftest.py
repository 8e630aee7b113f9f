"""What all tests share."""

import atexit
import os
import shutil
import tempfile

# Chromium and the run service are busy enough; torch must not compete with them on small machines.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Links that tests make lie in a folder of their own, never in the home of whoever runs them.
_state = tempfile.mkdtemp(prefix="inplace-lab-tests-")
atexit.register(shutil.rmtree, _state, ignore_errors=True)
os.environ["INPLACE_LAB_STATE_DIR"] = _state
os.environ.pop("INPLACE_LAB_DATABASE_URL", None)
