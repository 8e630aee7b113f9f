#: code IL102
#: curable
import torch
import torch.nn as nn


def init_lstm(lstm):
    for name, param in lstm.named_parameters():
        if "weight_hh" in name:
            nn.init.orthogonal_(param)
        elif "weight_ih" in name:
            nn.init.xavier_uniform_(param)
        elif "bias" in name:
            n = param.size(0)
            param[n // 4 : n // 2].fill_(1.0)  #: overwrites, raises, made


torch.manual_seed(0)
lstm = nn.LSTM(4, 6)
init_lstm(lstm)
out, _ = lstm(torch.randn(5, 2, 4))
print(out.mean().item())
