# Starts workers with multiprocessing.
# held by: seccomp
import multiprocessing

process = multiprocessing.get_context("fork").Process(target=print, args=("BREACH",))
process.start()
process.join(2)
