"""Charts as PNG for a document that goes by e-mail."""

from io import BytesIO

import numpy as np
import numpy.typing as npt
from PIL import Image

from audit_app.charts import Chart, png

_COLOURS = 256  # as many as a byte tells apart


def small_png(chart: Chart, dpi: int) -> bytes:
    """The picture as PNG in its 256 most used colours, a third as large; the same chart always gives the same bytes.

    Areas and letters keep their colour; of the shades at the edges of letters, rare ones become the nearest.
    """
    whole = Image.open(BytesIO(png(chart, dpi))).convert("RGB")
    counted = sorted(whole.getcolors(whole.width * whole.height) or [], key=lambda pair: (-pair[0], pair[1]))
    colours = np.array([colour for _, colour in counted], dtype=np.int32)
    chosen = colours[:_COLOURS]
    apart = np.abs(colours[:, None, :] - chosen[None, :, :]).sum(axis=2)
    nearest = np.zeros(1 << 24, dtype=np.uint8)  # a place for each colour that there is
    nearest[_codes(colours)] = apart.argmin(axis=1)
    small = Image.fromarray(nearest[_codes(np.asarray(whole, dtype=np.int32))])
    small.putpalette(chosen.astype(np.uint8).tobytes())
    made = BytesIO()
    small.save(made, "PNG", optimize=True)
    return made.getvalue()


def _codes(colours: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Red, green and blue in the last dimension as one number."""
    return colours[..., 0] << 16 | colours[..., 1] << 8 | colours[..., 2]
