"""Put the style sheet, script and icons of nhsuk-frontend where the web application serves them.

Only what is served, without the NHS logo, the favicons and the Frutiger font, which are licensed to NHS bodies alone.
"""

import re
import shutil
import sys
import tarfile
from pathlib import Path

from npm_packages import NHSUK_FRONTEND, ROOT, FetchError, is_as_made, member, replace_folder, tarball, write_manifest

VENDOR = ROOT / "audit_app" / "web" / "static" / "vendor"
LICENCE = ROOT / "scripts" / "licences" / "nhsuk-frontend.txt"
STYLES, SCRIPT = "nhsuk-frontend.min.css", "nhsuk-frontend.min.js"
ICONS = ("nhsuk-icon-arrow-down.svg", "nhsuk-icon-arrow-up-down.svg", "nhsuk-icon-arrow-up.svg", "nhsuk-icon-cross.svg")
RECIPE = 2  # raise it when what is made from the tarball changes

FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
SOURCE_MAP = re.compile(r"(/\*#\s*sourceMappingURL=[^*]*\*/|//#\s*sourceMappingURL=\S*)\s*$")


def served_styles(css: str) -> str:
    """The style sheet with no foreign address: without fonts and source map, with icons beside it.

    Raises FetchError if anything would still be asked of another site, or an icon is not among those copied.
    """
    css, fonts = FONT_FACE.subn("", css)
    css = SOURCE_MAP.sub("", css).replace("/assets/images/", "images/")
    addresses = set(re.findall(r"url\(([^)]*)\)", css))
    if fonts != 2 or {address for address in addresses if not address.startswith("data:")} != {
        f"images/{i}" for i in ICONS
    }:
        raise FetchError("The style sheet is not what this script knows; look at it before you change the version.")
    return css


def _made_from() -> dict[str, object]:
    return {
        "package": NHSUK_FRONTEND.name,
        "version": NHSUK_FRONTEND.version,
        "tarball": NHSUK_FRONTEND.sha512,
        "recipe": RECIPE,
    }


def are_valid(folder: Path) -> bool:
    """Whether the folder holds exactly what its manifest says, made from the pinned package by this script."""
    return is_as_made(folder, _made_from())


def fill(folder: Path, package: Path) -> None:
    """Write the served files and the manifest into an empty folder; the application compresses them itself."""
    with tarfile.open(package) as archive:
        styles = served_styles(member(archive, f"package/dist/nhsuk/{STYLES}").decode("utf-8"))
        script = SOURCE_MAP.sub("", member(archive, f"package/dist/nhsuk/{SCRIPT}").decode("utf-8"))
        (folder / "images").mkdir()
        for icon in ICONS:
            (folder / "images" / icon).write_bytes(member(archive, f"package/dist/nhsuk/assets/images/{icon}"))
    for name, text in ((STYLES, styles), (SCRIPT, script)):
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copyfile(LICENCE, folder / "LICENCE.txt")
    write_manifest(folder, _made_from())


def main(folder: Path = VENDOR) -> int:
    """Make sure that the assets are there; print one line; return the exit code."""
    if are_valid(folder):
        return 0
    try:
        package = tarball(NHSUK_FRONTEND)
        replace_folder(folder, lambda fresh: fill(fresh, package))
    except FetchError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Fetched {NHSUK_FRONTEND.name} {NHSUK_FRONTEND.version}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
