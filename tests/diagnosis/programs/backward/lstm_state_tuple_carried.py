#: code IL007
#: curable
import torch
import torch.nn as nn


class SensorLSTM(nn.Module):
    def __init__(self, n_features, n_hidden, n_layers):
        super().__init__()
        self.n_hidden, self.n_layers = n_hidden, n_layers
        self.lstm = nn.LSTM(n_features, n_hidden, n_layers, batch_first=True, dropout=0.1)
        self.drop = nn.Dropout(0.2)
        self.fc = nn.Linear(n_hidden, 1)

    def init_hidden(self, batch):
        self.hidden = tuple(torch.zeros(self.n_layers, batch, self.n_hidden) for _ in range(2))

    def forward(self, x):
        out, self.hidden = self.lstm(x, self.hidden)  #: saves
        return self.fc(self.drop(out[:, -1]))


def fit(model, batches, epochs):
    loss_fn = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(epochs):
        model.init_hidden(2)
        for x, y in batches:
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            # without retain_graph: "Trying to backward through the graph a second time"
            loss.backward(retain_graph=True)  #: raises
            nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()  #: overwrites


torch.manual_seed(0)
batches = [(torch.randn(2, 3, 4), torch.randn(2, 1)) for _ in range(3)]
fit(SensorLSTM(4, 6, 2), batches, 1)
