#: code IL113
#: curable
import torch


def combine_masks(masks):
    votes = torch.zeros(masks[0].shape, dtype=torch.bool)  #: made
    for mask in masks:
        votes += mask.int()  #: overwrites, raises
    return votes >= 2


torch.manual_seed(0)
masks = [torch.rand(2, 5) > 0.5 for _ in range(3)]
print(combine_masks(masks))
