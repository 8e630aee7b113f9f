#: nothing
import torch
import torch.nn as nn


def vgg(cfg):
    layers, cin = [], 3
    for v in cfg:
        if v == "M":
            layers.append(nn.MaxPool2d(2))
        else:
            layers += [nn.Conv2d(cin, v, 3, padding=1), nn.BatchNorm2d(v), nn.ReLU(inplace=True)]
            cin = v
    head = [nn.Flatten(), nn.Linear(cin * 4, 16), nn.ReLU(inplace=True), nn.Dropout(0.5), nn.Linear(16, 5)]
    return nn.Sequential(*layers, *head)


def main():
    torch.manual_seed(0)
    model = vgg([4, "M", 6, "M"])
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.01)
    x, y = torch.randn(4, 3, 8, 8), torch.randint(0, 5, (4,))
    for _ in range(2):
        optimizer.zero_grad(set_to_none=False)
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    model.eval()
    with torch.inference_mode():
        print(loss.item(), model(x).argmax(1))


main()
