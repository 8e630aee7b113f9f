import torch

torch.manual_seed(0)
lstm = torch.nn.LSTM(input_size=4, hidden_size=8, num_layers=2, batch_first=True, bidirectional=True, dropout=0.1)
output, (hidden, cell) = lstm(torch.randn(3, 5, 4))
output.sum().backward()
print(output.shape, hidden.shape, cell.shape)
print(sum(p.numel() for p in lstm.parameters()))
