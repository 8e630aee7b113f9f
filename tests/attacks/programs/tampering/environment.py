# Changes its environment for those that come after it.
# held by: fork
os.environ.clear()
os.environ.update(PYTHONPATH="/breach", LD_PRELOAD="/breach.so", OMP_NUM_THREADS="64", HOME="/")
