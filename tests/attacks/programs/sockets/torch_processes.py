# Has torch start a group of processes over the network of this machine.
# held by: landlock, seccomp
import datetime

import torch.distributed as dist

second = datetime.timedelta(seconds=1)
dist.init_process_group("gloo", init_method="tcp://127.0.0.1:0", rank=0, world_size=1, timeout=second)
breach("a group")
