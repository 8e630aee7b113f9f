"""QR codes of addresses, for phones."""

from io import BytesIO

import segno


def qr_svg(address: str) -> bytes:
    """The address as a drawing. It is black on white in every theme: that is what a camera looks for."""
    drawing = BytesIO()
    segno.make(address, micro=False).save(drawing, kind="svg", scale=4, light="white", nl=False)
    return drawing.getvalue()
