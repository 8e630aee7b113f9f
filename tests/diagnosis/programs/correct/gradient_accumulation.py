#: nothing
import torch
import torch.nn as nn


def train(model, batches, accumulate=2):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, 0.5)
    optimizer.zero_grad()
    running = 0.0
    for i, (x, y) in enumerate(batches):
        loss = nn.functional.cross_entropy(model(x), y) / accumulate
        loss.backward()
        running += loss.item()
        if (i + 1) % accumulate == 0:
            nn.utils.clip_grad_value_(model.parameters(), 0.5)
            optimizer.step()
            scheduler.step()
            optimizer.zero_grad(set_to_none=False)
    return running


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(inplace=True), nn.Linear(8, 3))
print(train(model, [(torch.randn(4, 4), torch.randint(0, 3, (4,))) for _ in range(4)]))
