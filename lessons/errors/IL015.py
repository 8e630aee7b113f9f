import torch
from torch.utils.checkpoint import CheckpointPolicy, checkpoint, create_selective_checkpoint_contexts


def keep_products(ctx, op, *args, **kwargs):
    if op == torch.ops.aten.mm.default:
        return CheckpointPolicy.MUST_SAVE
    return CheckpointPolicy.PREFER_RECOMPUTE


def block(x, w):
    h = x @ w  #: saves, raises
    h.mul_(2)  #: overwrites
    return h.sin()


torch.manual_seed(0)
x, w = torch.rand(2, 3, requires_grad=True), torch.rand(3, 3, requires_grad=True)
contexts = lambda: create_selective_checkpoint_contexts(keep_products)
out = checkpoint(block, x, w, use_reentrant=False, context_fn=contexts)
out.sum().backward()
