# Opens torch's own source for writing: all later runs would import it.
# held by: landlock
import torch

breach(open(torch.__file__, "r+"))
