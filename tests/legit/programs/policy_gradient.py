import torch

torch.manual_seed(0)
policy = torch.nn.Sequential(torch.nn.Linear(1, 8), torch.nn.Tanh(), torch.nn.Linear(8, 2))
optimizer = torch.optim.Adam(policy.parameters(), lr=0.05)
for _ in range(30):
    chance = torch.distributions.Categorical(logits=policy(torch.ones(16, 1)))
    action = chance.sample()
    loss = -(chance.log_prob(action) * (action == 1).float()).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(policy(torch.ones(1, 1)).softmax(1)[0, 1].item() > 0.8)
