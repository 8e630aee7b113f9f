"""The tracer: runs one snippet and writes down what torch did. The only package that imports torch."""
