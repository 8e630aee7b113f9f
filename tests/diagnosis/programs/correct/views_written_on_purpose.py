#: nothing
import torch

torch.manual_seed(0)


def paint(board, cells, value):
    for i, j in cells:
        row = board[i]
        row[j] = value


def life(board):
    padded = torch.nn.functional.pad(board, (1, 1, 1, 1))
    neighbours = sum(
        padded[1 + di : padded.size(0) - 1 + di, 1 + dj : padded.size(1) - 1 + dj]
        for di in (-1, 0, 1)
        for dj in (-1, 0, 1)
        if di or dj
    )
    alive = (neighbours == 3) | ((board == 1) & (neighbours == 2))
    board.copy_(alive)


board = torch.zeros(6, 6, dtype=torch.long)
paint(board, [(1, 2), (2, 3), (3, 1), (3, 2), (3, 3)], 1)
border = board[0]
border += 0
for _ in range(4):
    life(board)
board[0] += 1
print(board, board.sum().item())
