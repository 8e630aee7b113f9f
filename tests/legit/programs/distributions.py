import torch
from torch.distributions import Bernoulli, Categorical, Normal, kl_divergence

torch.manual_seed(0)
mean = torch.tensor(0.5, requires_grad=True)
sample = Normal(mean, 1.0).rsample((4,))
sample.sum().backward()
print(mean.grad, Categorical(logits=torch.tensor([0.0, 1.0])).log_prob(torch.tensor(1)))
print(kl_divergence(Normal(0.0, 1.0), Normal(1.0, 2.0)), Bernoulli(0.3).entropy())
