import os
import shutil
import tempfile
from pathlib import Path

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "notes.txt"
    path.write_text("one\ntwo\n")
    print(path.read_text().splitlines(), path.stat().st_size)
    path.rename(path.with_suffix(".md"))
    print(os.listdir(folder))
with tempfile.NamedTemporaryFile("w+") as file:
    file.write("hello")
    file.seek(0)
    print(file.read())
Path("a/b").mkdir(parents=True)
shutil.copyfile(__file__, "copy.py") if Path(__file__).exists() else None
shutil.rmtree("a")
print(os.path.exists("a"))
