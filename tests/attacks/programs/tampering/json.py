# Replaces how all things are written as text.
# held by: fork
import json
import pydantic

json.dumps = json.JSONEncoder.encode = lambda *_, **__: "x" * 10**8
pydantic.BaseModel.model_dump_json = lambda self, **_: "x" * 10**8
