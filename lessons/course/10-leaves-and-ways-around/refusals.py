import torch

w = torch.ones(2, 2, requires_grad=True)
with torch.no_grad():
    row = w[0]


def attempt(write):
    try:
        write()
    except RuntimeError as error:
        print(str(error).split(" and ")[0])


attempt(lambda: w.zero_())
attempt(lambda: w[0].zero_())
attempt(lambda: row.zero_())
print(w._version)
