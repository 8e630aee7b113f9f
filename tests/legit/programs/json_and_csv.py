import csv
import json

import torch

history = [{"epoch": n, "loss": round(float(torch.exp(torch.tensor(-n / 2))), 4)} for n in range(4)]
with open("history.json", "w") as file:
    json.dump(history, file, indent=2)
with open("history.csv", "w", newline="") as file:
    writer = csv.DictWriter(file, ["epoch", "loss"])
    writer.writeheader()
    writer.writerows(history)
print(open("history.csv").read().splitlines())
print(json.load(open("history.json")) == history)
