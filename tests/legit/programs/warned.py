import warnings

import torch

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("mind the gap", UserWarning, stacklevel=1)
    torch.nn.functional.mse_loss(torch.ones(2), torch.ones(2, 1))
print([warning.category.__name__ for warning in caught])
warnings.filterwarnings("ignore")
warnings.warn("quiet", stacklevel=1)
