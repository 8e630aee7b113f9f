"""Languages: an example as one types it into a shell, a Python file, or the console of a browser."""

import json
import shlex
from collections.abc import Iterator
from textwrap import indent

from .example import HERE, Ask, Example

_ROOT = "/api/v1/"
_JSON = {"Content-Type": "application/json"}
_SILENT = (204, 304)


def texts(example: Example, origin: str) -> dict[str, str]:
    """The example in each language that can say it, by the language's name."""
    said = {"curl": _curl(example), "Python": _python(example), "JavaScript": _javascript(example)}
    return {name: text.replace(HERE, origin) for name, text in said.items() if text}


def _curl(example: Example) -> str:
    if example.curl:
        return example.curl
    lines = []
    for number, ask in enumerate(example.before):
        command = f"curl -s {_curl_options(ask)}"
        taken = f"""id=$({command} | sed 's/.*"id":"\\([^"]*\\)".*/\\1/')"""
        lines.append(f"{command} -o /dev/null" if number else taken)
    how = f"-s -D - -o {example.file}" if example.file else "-i"
    return "\n".join([*lines, f"curl {how} {_curl_options(example.ask)}"])


def _curl_options(ask: Ask) -> str:
    url = HERE + _ROOT + ask.path
    parts = [f'"{url.replace("{id}", "$id")}"' if "{id}" in url else _quoted_url(url)]
    parts += [f"-X {ask.method}"] if ask.method != "GET" and ask.body is None else []
    parts += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in _headers(ask).items()]
    parts += [f"-d {shlex.quote(_written(ask.body))}"] if ask.body is not None else []
    return " ".join(parts)


def _quoted_url(url: str) -> str:
    return f"'{url}'" if "?" in url else url


def _python(example: Example) -> str:
    if not example.python:
        return ""
    names = "Lab, LabProblem" if example.refused else "Lab"
    lines = [f"from inplace_lab.client import {names}", "", f'with Lab("{HERE}"{_python_key(example)}) as lab:']
    return "\n".join([*lines, indent("\n".join(_body(example)), " " * 4)])


def _python_key(example: Example) -> str:
    sent = example.ask.headers.get("Authorization", "")
    return f', key="{sent.removeprefix("Bearer ")}"' if sent else ""


def _body(example: Example) -> Iterator[str]:
    if not example.refused:
        yield example.python
        return
    yield "try:"
    yield indent(example.python, " " * 4)
    yield "except LabProblem as problem:"
    yield "    print(problem.status, problem.code, problem.hint)"


def _javascript(example: Example) -> str:
    if example.javascript or not example.in_browsers:
        return example.javascript
    lines = []
    for number, ask in enumerate(example.before):
        fetched = f"await {_fetch(ask)}"
        lines.append(f"{fetched};" if number else f"const {{ id }} = await ({fetched}).json();")
    told = "" if example.status in _SILENT else ", await answer.text()"
    return "\n".join([*lines, f"const answer = await {_fetch(example.ask)};", f"console.log(answer.status{told});"])


def _fetch(ask: Ask) -> str:
    url = HERE + _ROOT + ask.path
    address = f"`{url.replace('{id}', '${id}')}`" if "{id}" in url else _written(url)
    options = [f"method: {_written(ask.method)}"] if ask.method != "GET" else []
    options += [f"headers: {_written(_headers(ask))}"] if _headers(ask) else []
    options += [f"body: JSON.stringify({_written(ask.body)})"] if ask.body is not None else []
    lines = [f"fetch({address}, {{", *(f"  {each}," for each in options), "})"]
    return "\n".join(lines) if options else f"fetch({address})"


def _headers(ask: Ask) -> dict[str, str]:
    return {**(_JSON if ask.body is not None else {}), **ask.headers}


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
