"""Notebook: a snippet as a Jupyter notebook, format 4.5."""

import json


def notebook(source: str, address: str, torch: str) -> str:
    """Two cells: where it is from and the version of torch that ran it, where that is known; and the program."""
    made = f"Made with torch {torch}." if torch else ""
    document = {
        "cells": [
            {"cell_type": "markdown", "id": "about", "metadata": {}, "source": _lines(f"<{address}>\n\n{made}")},
            {
                "cell_type": "code",
                "id": "program",
                "metadata": {},
                "execution_count": None,
                "outputs": [],
                "source": _lines(source),
            },
        ],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, indent=1)


def _lines(text: str) -> list[str]:
    """A notebook has a text as its lines, each with its end."""
    return text.splitlines(keepends=True)
