import warnings

import torch

x = torch.arange(4.0, requires_grad=True)
with warnings.catch_warnings(record=True) as heard:
    with torch.autograd.detect_anomaly():
        y = x.sigmoid()
        y.mul_(2)
        try:
            y.sum().backward()
        except RuntimeError as error:
            print(str(error)[-75:])

rows = [row.strip() for row in str(heard[-1].message).splitlines()]
print(rows[0])
print(*[row for row in rows if row.startswith("y")])
