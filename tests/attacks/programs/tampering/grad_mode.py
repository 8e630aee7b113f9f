# Leaves torch in modes that nobody else would have it in.
# held by: fork
import torch

torch.set_grad_enabled(False)
torch.inference_mode().__enter__()
torch.set_default_device("meta")
torch.set_default_dtype(torch.float64)
torch.use_deterministic_algorithms(True)
torch.autograd.set_detect_anomaly(True)
torch.set_printoptions(precision=1)
torch.set_num_threads(1)
