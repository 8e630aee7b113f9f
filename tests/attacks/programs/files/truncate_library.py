# Opens one of torch's own files for reading, and would have it truncated: reading it is allowed.
# held by: landlock, seccomp
import torch

if os.access(torch.__file__, os.W_OK):
    fd = os.open(os.path.dirname(torch.__file__) + "/py.typed", os.O_RDONLY | os.O_TRUNC)
    breach("truncated")
