"""What the documents name is there: pictures, links, commands; and the first request is answered as they say."""

import json
import re
import shutil
import struct
import subprocess
import tomllib
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bench import pictures
from markdown_it import MarkdownIt
from typer.main import get_command

from inplace_lab.__main__ import cli
from inplace_lab.settings import Settings

from ..classroom.server import Server, serving

ROOT = Path(__file__).parents[2]
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
DOCUMENTS = [*READMES, *sorted(ROOT.glob("[CS]*.md")), *sorted((ROOT / "docs").glob("*.md"))]
_PICTURE = re.compile(r'(?:src|srcset)="([^"]*)"')
_ALT = re.compile(r'<img [^>]*alt="([^"]*)"')
_OURS = re.compile(r"(?:^|\| )(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?inplace-lab (?P<words>[^#|>\n]*)", re.MULTILINE)
_MAKE = re.compile(r"(?:^|`)make (\w+)", re.MULTILINE)
readmes = pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
documents = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server as the command line starts it."""
    with serving(tmp_path_factory.mktemp("server"), trusted_hosts=pictures.NAME) as running:
        yield running


def fences(path: Path, language: str) -> list[str]:
    """The blocks of code in a language."""
    return [
        each.content for each in MarkdownIt().parse(path.read_text()) if each.type == "fence" if each.info == language
    ]


def links(path: Path) -> list[str]:
    """Where its links lead."""
    inline = [child for each in MarkdownIt().parse(path.read_text()) for child in each.children or ()]
    return [str(child.attrs["href"]) for child in inline if child.type == "link_open"]


def shown(path: Path) -> list[str]:
    """The pictures of a document."""
    return _PICTURE.findall(path.read_text())


@documents
def test_links_lead_to_files_that_there_are(path: Path) -> None:
    near = [link for link in links(path) if not urlsplit(link).scheme]
    assert [link for link in near if not (path.parent / link).exists()] == []


@documents
def test_commands_are_commands_with_their_options(path: Path) -> None:
    for block in fences(path, "sh"):
        for found in _OURS.finditer(block):
            words = found["words"].split()
            command = get_command(cli)
            while words and words[0] in getattr(command, "commands", ()):
                command = command.commands[words.pop(0)]
            assert not hasattr(command, "commands"), found[0]
            options = {option for parameter in command.params for option in parameter.opts}
            given = {word for word in takewhile(lambda word: word != "--", words) if word.startswith("--")}
            assert given <= options, found[0]


@documents
def test_what_is_made_can_be_made_and_installed(path: Path) -> None:
    text = path.read_text()
    assert set(_MAKE.findall(text)) <= set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert set(re.findall(r"inplace-lab\[(\w+)\]", text)) <= set(extras)


@readmes
def test_both_commands_and_the_address_are_true(path: Path) -> None:
    assert _MAKE.findall(fences(path, "sh")[0]) == ["run", "test"]
    fields = Settings.model_fields
    assert set(re.findall(r"http://[\d.]+:\d+", path.read_text())) == {
        f"http://{fields['host'].default}:{fields['port'].default}"
    }
    assert set(re.findall(r"INPLACE_LAB_[A-Z_]*[A-Z]", path.read_text())) <= {
        f"INPLACE_LAB_{x.upper()}" for x in fields
    }


def test_both_languages_have_the_same_commands_and_pictures() -> None:
    bare = [[re.sub(r" *#.*", "", block) for block in fences(path, "sh")] for path in READMES]
    assert bare[0] == bare[1]
    assert [name.replace(".zh.", ".en.") for name in shown(READMES[1])] == shown(READMES[0])


def test_every_picture_is_there_light_sharp_and_told_in_words() -> None:
    named = {name for path in READMES for name in shown(path)}
    assert named == {str(file.relative_to(ROOT)) for file in pictures.FOLDER.iterdir()}
    for name in named:
        head = (ROOT / name).read_bytes()
        assert head.startswith(b"\x89PNG")
        assert len(head) <= pictures.MOST_BYTES
        assert struct.unpack(">I", head[16:20])[0] >= 2 * 1280
    for path in READMES:
        assert len(list(filter(None, _ALT.findall(path.read_text())))) == len(shown(path)) / 2


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@readmes
def test_the_first_request_is_answered_with_what_is_quoted(path: Path, server: Server) -> None:
    line = next(block for block in fences(path, "sh") if block.startswith("curl"))
    typed = line.replace("http://127.0.0.1:8000", server.url)
    assert typed != line
    told = json.loads(subprocess.run(["bash", "-c", typed], capture_output=True, check=True).stdout)
    quoted = re.findall(r"^> (.*)", path.read_text(), re.MULTILINE)
    assert told["diagnoses"][0]["explanation"] == " ".join(quoted)


@pytest.mark.browser
def test_pictures_can_be_taken_of_a_server_that_runs(server: Server, tmp_path: Path) -> None:
    look = pictures.Look("zh", "dark")
    with pictures.browsing(server.url) as browser:
        pictures.take(pictures.Studio(browser, tmp_path), server.url, [look])
    taken = {file.name for file in tmp_path.iterdir()}
    assert taken == {Path(name).name for name in shown(READMES[1]) if look.scheme in name}
