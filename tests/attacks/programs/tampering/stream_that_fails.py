# Closes what it prints to beneath Python, with text still waiting.
# held by: fork
import sys

sys.stdout.reconfigure(line_buffering=False)
sys.stdout.write("waiting")
os.close(1)
