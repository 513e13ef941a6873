"""Charts as PNG for documents that go by e-mail."""

from io import BytesIO

import numpy as np
from PIL import Image

from audit_app.charts import Chart, png

_COLOURS = 256  # as many as a byte tells apart
_COLOUR = 0xFFFFFF  # the three bytes of a colour


def small_png(chart: Chart, dpi: int) -> bytes:
    """The picture as PNG in its 256 most used colours, a third as large; the same chart always gives the same bytes.

    Areas and letters keep their colour; of the shades at the edges of letters, rare ones become the nearest.
    """
    whole = Image.open(BytesIO(png(chart, dpi))).convert("RGBX")
    shown = np.frombuffer(whole.tobytes(), dtype="<u4").reshape(whole.height, whole.width) & _COLOUR
    counted = sorted(whole.getcolors(whole.width * whole.height) or [], key=lambda pair: (-pair[0], pair[1]))
    colours = np.array([colour for _, colour in counted], dtype=np.int32)[:, :3]
    chosen = colours[:_COLOURS]
    apart = np.abs(colours[:, None, :] - chosen[None, :, :]).sum(axis=2)
    nearest = np.zeros(_COLOUR + 1, dtype=np.uint8)  # a place for each colour that there is
    nearest[colours[:, 0] | colours[:, 1] << 8 | colours[:, 2] << 16] = apart.argmin(axis=1)
    small = Image.fromarray(nearest[shown])
    small.putpalette(chosen.astype(np.uint8).tobytes())
    made = BytesIO()
    small.save(made, "PNG")
    return made.getvalue()
