"""The cheat sheet: rules of thumb about in-place operations, each read off a program that ran on this machine."""
