#: code IL110
#: curable
import torch


def integral_image(img):
    out = img.clone()
    out[1:] += out[:-1]  #: overwrites, raises
    out[:, 1:] += out[:, :-1]
    return out


def box_sum(table, top, left, bottom, right):
    return table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]


torch.manual_seed(0)
image = torch.rand(6, 6)
table = integral_image(image)
print(box_sum(table, 1, 1, 4, 4))
