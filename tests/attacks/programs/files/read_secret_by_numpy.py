# Has NumPy read the file.
# held by: landlock
# bites without: landlock
import numpy

breach(numpy.fromfile(SECRET, dtype="u1")[:6])
