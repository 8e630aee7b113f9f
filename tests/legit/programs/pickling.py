import pickle

import torch


class Point:
    def __init__(self, x):
        self.x = x


points = [Point(torch.ones(2)), Point(torch.zeros(1))]
again = pickle.loads(pickle.dumps(points))
print([point.x for point in again])
with open("points.pkl", "wb") as file:
    pickle.dump(points, file)
print(len(pickle.load(open("points.pkl", "rb"))))
