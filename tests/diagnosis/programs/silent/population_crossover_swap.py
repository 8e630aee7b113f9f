#: code IL217
#: curable
import torch

torch.manual_seed(0)


def fitness(population):
    return -(population - 1).pow(2).sum(1)


def evolve(population, generations=3):
    for _ in range(generations):
        order = fitness(population).argsort(descending=True)
        population = population[order]
        for i in range(0, len(population) - 1, 2):
            cut = 2
            # one-point crossover: exchange the tails
            population[i, cut:], population[i + 1, cut:] = population[i + 1, cut:], population[i, cut:]  #: overwrites
        population += 0.01 * torch.randn_like(population)
    return population


print(evolve(torch.randn(4, 4)).std(dim=0))
