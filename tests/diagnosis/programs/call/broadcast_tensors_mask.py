#: code IL109
#: curable
import torch


def attention_mask(lengths, max_len, heads):
    steps = torch.arange(max_len)
    keep = steps[None, :] < lengths[:, None]
    keep = keep[:, None, None, :]
    causal = torch.ones(max_len, max_len).tril().bool()
    mask, causal = torch.broadcast_tensors(keep, causal[None, None])  #: made
    mask &= causal  #: overwrites, raises
    return mask.expand(-1, heads, -1, -1)


torch.manual_seed(0)
lengths = torch.tensor([4, 2])
scores = torch.randn(2, 2, 4, 4)
mask = attention_mask(lengths, 4, 2)
print(scores.masked_fill(~mask, float("-inf")).softmax(-1)[1, 0])
