# Has torch open the store by which distributed programs find each other.
# held by: landlock, seccomp
import datetime

import torch

torch.distributed.TCPStore("127.0.0.1", 0, is_master=True, timeout=datetime.timedelta(seconds=1))
breach("serves")
