#: nothing
import torch
import torch.nn as nn

torch.manual_seed(0)
generator = nn.Sequential(nn.Linear(2, 8), nn.ReLU(inplace=True), nn.Linear(8, 2))
critic = nn.Sequential(nn.Linear(2, 8), nn.LeakyReLU(0.2, inplace=True), nn.Linear(8, 1))
of_generator = torch.optim.Adam(generator.parameters(), lr=1e-3)
of_critic = torch.optim.Adam(critic.parameters(), lr=1e-3)
bce = nn.functional.binary_cross_entropy_with_logits

for set_to_none in (True, False, True, False):
    fake = generator(torch.randn(4, 2))
    bce(critic(fake), torch.ones(4, 1)).backward()
    of_critic.zero_grad(set_to_none=set_to_none)  # the generator's loss leaked into the critic
    of_generator.step()
    of_generator.zero_grad(set_to_none=set_to_none)

    real = torch.randn(4, 2)
    loss = bce(critic(real), torch.ones(4, 1)) + bce(critic(fake.detach()), torch.zeros(4, 1))
    loss.backward()
    of_critic.step()
    of_critic.zero_grad(set_to_none=set_to_none)
