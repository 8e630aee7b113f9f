#: nothing
import torch
import torch.nn as nn


class Recurrent(nn.Module):
    def __init__(self, fin, hidden):
        super().__init__()
        self.cell = nn.RNNCell(fin, hidden)
        self.head = nn.Linear(hidden, 1)

    def forward(self, x):
        steps, batch, _ = x.shape
        h = torch.zeros(batch, self.cell.hidden_size)
        outputs = torch.empty(steps, batch, self.cell.hidden_size)
        for t in range(steps):
            h = self.cell(x[t], h)
            outputs[t] = h
        return self.head(outputs)


torch.manual_seed(0)
model = Recurrent(2, 4)
optimizer = torch.optim.Adagrad(model.parameters(), lr=0.1)
for _ in range(2):
    x = torch.randn(5, 3, 2)
    loss = (model(x).squeeze(-1) - x.sum(-1)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
