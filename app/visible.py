"""Visible: text of strangers as text only. What would move a cursor, turn a line around or hide is shown by a sign.

    ESC, NUL, bell …                     their pictures: ␛ ␀ ␇
    C1 controls, direction marks,        their numbers: ⟨U+202E⟩
    zero-width, private, half characters

Line feeds and tabs stay. A page and a terminal show nothing of a snippet that has not been through here.
"""

import json
import re

_PICTURES = 0x2400
_DELETE, _PICTURE_OF_DELETE = "\x7f", "␡"

# Unicode's categories Cc, Cf, Co, Cs, Zl and Zp, and letters and marks that are drawn as nothing at all.
_SILENT = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    "]"
)


def visible(text: str) -> str:
    """The text, with a sign in the place of each character that cannot be seen or does something."""
    return _SILENT.sub(_sign, text)


def visible_json(document: str) -> str:
    """A JSON document that says the same, with such characters written as escapes."""
    return _SILENT.sub(lambda match: json.dumps(match[0])[1:-1], document)


def _sign(match: re.Match[str]) -> str:
    character = match[0]
    if character < " ":
        return chr(_PICTURES + ord(character))
    return _PICTURE_OF_DELETE if character == _DELETE else f"⟨U+{ord(character):04X}⟩"
