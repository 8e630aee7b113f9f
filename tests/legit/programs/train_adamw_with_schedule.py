import torch

model = torch.nn.Linear(2, 2)
torch.nn.init.constant_(model.weight, 0.5)
torch.nn.init.zeros_(model.bias)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=5)
for _ in range(5):
    loss = model(torch.ones(1, 2)).pow(2).sum()
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    scheduler.step()
    print([round(rate, 4) for rate in scheduler.get_last_lr()])
