#: code IL229
#: curable
import torch
import torch.nn as nn


class Trainer:
    def __init__(self, model, lr=0.05, max_norm=0.1):
        self.model = model
        self.max_norm = max_norm
        self.optimizer = torch.optim.Adam(model.parameters(), lr=lr)

    def train_batch(self, x, y):
        self.optimizer.zero_grad()
        loss = nn.functional.mse_loss(self.model(x)[0][:, -1], y)
        loss.backward()
        self.optimizer.step()  #: saves
        nn.utils.clip_grad_norm_(self.model.parameters(), self.max_norm)  #: overwrites
        return loss.item()


torch.manual_seed(0)
trainer = Trainer(nn.GRU(2, 4, batch_first=True))
for _ in range(3):
    print(trainer.train_batch(torch.randn(3, 5, 2), torch.randn(3, 4)))
