"""Theory: what a network will cost in memory, worked out from its blocks alone, without torch.

    predict        follows a network as its program runs, and reads off the figures
    network        the blocks, in the order of `forward`
    layers, linear, activations, dropouts, padding, joins, losses
                   what each operation makes and keeps, and what its backward makes
    nodes, views, engine, checkpoints, optimizers
                   what autograd does: nodes, views and writes, the backward pass, computing again
    graph, kernels, geometry, memory
                   tensors and their nodes, results, shapes with strides, storages and how many bytes are alive
    kept, model, causes
                   what is said of it

The law that all of it serves: the bytes that are kept are those of the distinct storages that some node saved.
"""
