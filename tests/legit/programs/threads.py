import threading

import torch

results = {}


def work(number):
    x = torch.full((10,), float(number), requires_grad=True)
    (x**2).sum().backward()
    results[number] = x.grad[0].item()


threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(dict(sorted(results.items())))
