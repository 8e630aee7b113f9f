"""Making: the folder of a new lesson, with everything in it once, so that it can be rewritten piece by piece."""

import re
from pathlib import Path

from .shelf import number_and_slug
from .trouble import Trouble

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_MANIFEST = """\
minutes = 10

[cells.first]

[cells.spoiled]
show = "error"

[predictions.backward]
cell = "spoiled"
choices = ["runs", "raises"]
answer = "raises"

[exercises.repair]
start = "spoiled.py"
exemplar = "repaired.py"
fails = "runs"

[[exercises.repair.checks]]
kind = "runs"

[[exercises.repair.checks]]
kind = "gradients"
names = ["w"]
"""
_PROGRAMS = {
    "first.py": """\
import torch

x = torch.zeros(256, 256)
y = x.add_(1)
""",
    "spoiled.py": """\
import torch

w = torch.ones(3, requires_grad=True)
y = w.sigmoid()
y.mul_(2)
y.sum().backward()
""",
    "repaired.py": """\
import torch

w = torch.ones(3, requires_grad=True)
y = w.sigmoid()
y = y * 2
y.sum().backward()
""",
}
_WORDS = {
    "en": """\
---
title: "{title}"
question: "What is the question that this lesson answers?"
summary: "One or two sentences: what a reader knows afterwards."
---

The storage behind `y` has [256 KiB](=first.bytes(y)).

::: run first
Two names, [1](=first.storages(x,y)) storage.
:::

## A question

:::: predict backward
What does `backward` do here?

- It runs.
- It raises an error.

::: reveal
It raises a [RuntimeError](=spoiled.error): line [5](=spoiled.overwritten_line) overwrote what line
[4](=spoiled.saved_line) had kept.
:::
::::

::: key
The sentence to remember.
:::

## Your turn

:::: exercise repair
Repair it.

::: hint
Which line writes into what `sigmoid` keeps?
:::

::: solution
`y = y * 2` makes a new tensor.
:::
::::
""",
    "zh": """\
---
title: "{title}"
question: "这一课回答什么问题？"
summary: "一两句话：读完之后会知道什么。"
---

`y` 背后的存储有 [256 KiB](=first.bytes(y))。

::: run first
两个名字，[1](=first.storages(x,y)) 块存储。
:::

## 一个问题

:::: predict backward
这里的 `backward` 会怎样？

- 正常运行。
- 报错。

::: reveal
它抛出 [RuntimeError](=spoiled.error)：第 [5](=spoiled.overwritten_line) 行覆盖了第
[4](=spoiled.saved_line) 行保存的内容。
:::
::::

::: key
要记住的一句话。
:::

## 轮到你了

:::: exercise repair
把它修好。

::: hint
哪一行写进了 `sigmoid` 保存的内容？
:::

::: solution
`y = y * 2` 生成一个新的张量。
:::
::::
""",
}


def make(name: str, course: Path) -> Path:
    """Make a lesson's folder, the last of its course; the folder that was made. Raises Trouble."""
    if not _SLUG.fullmatch(name):
        raise Trouble(course, 0, f"{name!r} is no name for an address; it is written like version-counter")
    there = [number_and_slug(each) for each in course.glob("*-*")]
    if name in {known[1] for known in there if known}:
        raise Trouble(course, 0, f"there is a lesson {name!r}")
    number = max((known[0] for known in there if known), default=0) + 1
    folder = course / f"{number:02}-{name}"
    files = {"lesson.toml": _MANIFEST, **_PROGRAMS}
    files |= {f"{tag}.md": words.format(title=name.replace("-", " ").capitalize()) for tag, words in _WORDS.items()}
    folder.mkdir(parents=True)
    for file, content in files.items():
        (folder / file).write_text(content, encoding="utf-8")
    return folder
