# Looks for text of earlier runs among all objects.
# held by: fork
import gc
import re

for each in gc.get_objects():
    if isinstance(each, dict):
        for value in [*each.values()]:
            if isinstance(value, (str, bytes)) and re.search("reader-51[e]8|reader-07[c]3", str(value)):
                breach("text of another reader")
