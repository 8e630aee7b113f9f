import torch

scripted = torch.jit.script(torch.nn.Linear(2, 1))
scripted.save("model.pt")
again = torch.jit.load("model.pt")
print(torch.equal(again(torch.ones(1, 2)), scripted(torch.ones(1, 2))))
