# Has torch map the file into a storage.
# held by: landlock
# bites without: landlock
import torch

storage = torch.UntypedStorage.from_file(SECRET, False, 6)
breach(bytes(storage))
