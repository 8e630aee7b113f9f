"""Exports: a Trace in the formats of other tools. Pure: a Trace goes in, the content of a file comes out.

    memory_viewer   PyTorch's memory viewer: pytorch.org/memory_viz
    chrome_trace    Perfetto and chrome://tracing
    dot             Graphviz
    timeline_csv    spreadsheets

A Trace knows the order of its steps, and no times: where a format asks for a time it gets the index of the step.
"""
