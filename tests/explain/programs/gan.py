"""A GAN that updates the critic between the generator's forward and backward pass."""

import torch
from torch import nn

torch.manual_seed(0)
generator = nn.Sequential(nn.Linear(4, 8), nn.ReLU(inplace=True), nn.Linear(8, 6))
critic = nn.Sequential(nn.Linear(6, 8), nn.LeakyReLU(0.2, inplace=True), nn.Linear(8, 1))
of_generator = torch.optim.Adam(generator.parameters(), lr=1e-3)
of_critic = torch.optim.Adam(critic.parameters(), lr=1e-3)
judge = nn.BCEWithLogitsLoss()

for _ in range(3):
    real = torch.randn(5, 6)
    fake = generator(torch.randn(5, 4))
    score = critic(fake)  # saved
    loss_generator = judge(score, torch.ones(5, 1))
    loss_critic = judge(critic(real), torch.ones(5, 1)) + judge(critic(fake.detach()), torch.zeros(5, 1))
    of_critic.zero_grad()
    loss_critic.backward()
    of_critic.step()  # overwritten
    of_generator.zero_grad()
    loss_generator.backward()  # raised
    of_generator.step()
