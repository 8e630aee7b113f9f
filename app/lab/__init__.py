"""The Lab: a small network with inplace off and on, run and compared."""
