#: code IL213
#: curable
import torch


def normalise(image):
    image = image.float()  #: made
    image -= image.mean()  #: overwrites
    image /= image.std()  #: overwrites
    return image


def psnr(a, b):
    return -10 * torch.log10((a - b).pow(2).mean())


torch.manual_seed(0)
original = torch.rand(3, 8, 8)
noisy = original + 0.05 * torch.randn_like(original)
features = normalise(noisy)
print("psnr of the noisy image", psnr(noisy, original).item(), features.std().item())
