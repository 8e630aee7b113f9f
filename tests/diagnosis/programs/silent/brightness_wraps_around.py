#: code IL223
#: curable
import torch


def brighten(image, amount):
    image = image.clone()
    image += amount  #: overwrites
    return image.clamp(0, 255)


torch.manual_seed(0)
photo = torch.randint(100, 256, (3, 4, 4), dtype=torch.uint8)
bright = brighten(photo, 60)
print("before", photo.float().mean().item(), "after", bright.float().mean().item())
