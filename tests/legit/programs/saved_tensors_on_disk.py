import torch

count = 0


def pack(tensor):
    global count
    count += 1
    torch.save(tensor, f"saved{count}.pt")
    return count


with torch.autograd.graph.saved_tensors_hooks(pack, lambda number: torch.load(f"saved{number}.pt")):
    x = torch.tensor([3.0], requires_grad=True)
    y = x.exp() * x
y.backward()
print(x.grad, count)
