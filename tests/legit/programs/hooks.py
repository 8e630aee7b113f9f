import torch

net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU())
torch.nn.init.ones_(net[0].weight)
net[0].register_forward_hook(lambda module, inputs, output: print("forward", output.shape))
net[0].register_full_backward_hook(lambda module, gi, go: print("backward", go[0].tolist()))
net[0].weight.register_hook(lambda grad: grad * 10)
net.register_forward_pre_hook(lambda module, inputs: print("before"))
net(torch.ones(1, 2)).sum().backward()
print(net[0].weight.grad)
