import torch

torch.manual_seed(0)
model = torch.nn.Linear(3, 2)
torch.save({"model": model.state_dict(), "epoch": 3}, "checkpoint.pt")
loaded = torch.load("checkpoint.pt")
other = torch.nn.Linear(3, 2)
print(other.load_state_dict(loaded["model"]), loaded["epoch"])
print(torch.equal(model.weight, other.weight))
