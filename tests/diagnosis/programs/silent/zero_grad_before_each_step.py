#: code IL228
#: curable
import torch
import torch.nn as nn


def fit(model, x, y, epochs=3):
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(epochs):
        loss = criterion(model(x), y)
        loss.backward()  #: saves
        model.zero_grad(set_to_none=False)  #: overwrites
        optimizer.step()
        print(f"epoch {epoch}: loss {loss.item():.4f}")


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(inplace=True), nn.Linear(8, 3))
fit(model, torch.randn(12, 4), torch.randint(0, 3, (12,)))
