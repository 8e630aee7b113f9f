import torch

torch.manual_seed(0)
layer = torch.nn.TransformerEncoderLayer(d_model=8, nhead=2, dim_feedforward=16, dropout=0.0, batch_first=True)
encoder = torch.nn.TransformerEncoder(layer, num_layers=2)
mask = torch.nn.Transformer.generate_square_subsequent_mask(5)
y = encoder(torch.randn(2, 5, 8), mask=mask)
y.mean().backward()
print(y.shape, layer.self_attn.in_proj_weight.shape)
