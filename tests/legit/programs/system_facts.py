import os
import platform
import sys

import torch

print(sys.version_info >= (3, 11), platform.system(), os.cpu_count() >= 1, os.getcwd() == os.path.expanduser("~"))
print(torch.cuda.is_available(), torch.backends.mps.is_available(), torch.get_num_threads())
print(sys.argv, __name__, os.environ.get("NOT_SET", "default"), os.path.basename(os.sep + "x"))
