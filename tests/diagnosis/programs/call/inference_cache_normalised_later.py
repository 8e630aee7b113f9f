#: code IL106
#: curable
import torch
import torch.nn as nn


def build_gallery(encoder, loader):
    vectors = []
    with torch.inference_mode():
        for batch in loader:
            vectors.append(encoder(batch))
        return torch.cat(vectors)  #: made


def main():
    torch.manual_seed(0)
    encoder = nn.Sequential(nn.Linear(6, 8), nn.GELU(), nn.Linear(8, 4)).eval()
    loader = [torch.randn(3, 6) for _ in range(3)]
    gallery = build_gallery(encoder, loader)
    gallery /= gallery.norm(dim=1, keepdim=True)  #: overwrites, raises
    query = gallery[0]
    print((gallery @ query).topk(2).indices)


main()
