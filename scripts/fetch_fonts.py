"""Put the fonts of printed papers where the renderer finds them, with their licence.

Their licences, the SIL Open Font License and for one the Apache License, let them be shipped and embedded. Only the
weights that papers use are kept. What each script needs is in docs/decisions, "Fonts of papers".
"""

import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from npm_packages import ROOT, FetchError, NpmPackage, is_as_made, member, replace_folder, tarball, write_manifest

FONTS = ROOT / "audit_app" / "reports" / "papers" / "fonts"
LICENCE = "LICENSE_FONT"
APACHE = ROOT / "scripts" / "licences" / "kosugi.txt"
REGULAR, BOLD = "400Regular", "700Bold"
RECIPE = 1  # raise it when what is made from the tarballs changes


@dataclass(frozen=True)
class Font:
    """A family: its package, the start of its files' names, and the weights that are kept.

    licence: its text, where the package does not bring it. flat: the package has no folder for each weight.
    """

    package: NpmPackage
    name: str
    weights: tuple[str, ...] = (REGULAR, BOLD)
    licence: Path | None = None
    flat: bool = False


def _noto(script: str, version: str, sha512: str) -> Font:
    package = NpmPackage(f"@expo-google-fonts/noto-sans-{script.lower()}", version, sha512)
    return Font(package, f"NotoSans{script}")


FAMILIES = (
    Font(
        NpmPackage(
            "@expo-google-fonts/open-sans",
            "0.4.2",
            "gvhPqLXYnltWgll3iBwRGUwf5yN2HCh4mgQmFoQ8oU66LTs23oX4N7T3t0BDsKfP/1Z8F8+4c7wSkA11Nnk4kA==",
        ),
        "OpenSans",
    ),
    _noto(
        "Devanagari",
        "0.4.1",
        "26boYPNKGP1r4R5MxsMAY/zCQOwiXLOJzX8sh1a2oEWyQurQsyniaCv4992c+9jjwshEEt2NNVv5GcnyzaL7QQ==",
    ),
    _noto(
        "Bengali",
        "0.4.4",
        "Ya58tLTEdP4P5EF3ZXTM829/g57mbfW8OrD16MMZr2sC3nIKItl/3J9tZlk1nrtqfFGzIgxb+zt/hLjAaTAQgQ==",
    ),
    _noto(
        "Gurmukhi",
        "0.4.1",
        "yAaWoUawvVD/50HnZWN1lABWOy9eNcbS3i9bRjoXwEueaoI7E2dTd7liA2BcJ/uTkFUgYWd5QOjIfoCXnTo44Q==",
    ),
    _noto(
        "Gujarati",
        "0.4.2",
        "KtJySkho6C2Yf28dZx1SYwAs671hncIpBpIlTDzxLv7i7iOFJ2p74nzyP23aY04HUm28ELX7r86Dmui/qpLpMg==",
    ),
    _noto(
        "Tamil",
        "0.4.3",
        "1TBkwJ8gJPnt1UIC+um987hYb/QmRDATGKbtwDW6dajISxr8b7+EVjwMESMJaQxfNS8VWE4IBT2jYmpBGw4D+w==",
    ),
    _noto(
        "Thai",
        "0.4.2",
        "PGBBBDGfJJ/5y2hNweLBZWD4YmVT4uOO4chsOPXyl0TktaBJamDKVKv/WbGiDTeBGdkegLiytsWo+lhnkHP5qA==",
    ),
    Font(
        NpmPackage(
            "@expo-google-fonts/kosugi",
            "0.1.0",
            "/bwvf8uBQdS4FUApdBV6VFaD9bE2+L4h5nCUVdFxNpzujxU+i3NkEDLzNk3wooevRZ78FN4SeDc0WZtZfUbydw==",
        ),
        "Kosugi",
        (REGULAR,),
        APACHE,
        flat=True,
    ),
    Font(
        NpmPackage(
            "@expo-google-fonts/gowun-dodum",
            "0.4.1",
            "De9v4TRISd9344Nbdikz+sMVVqPyoOQQ4GzXLwQvOh9SjK3HRFpKn5gmaGtG5iGIkMSTs7mv1bDd5k5QXDggzA==",
        ),
        "GowunDodum",
        (REGULAR,),
    ),
    Font(
        NpmPackage(
            "@expo-google-fonts/zcool-xiaowei",
            "0.4.1",
            "UshFhpSWZq9hhultiV3IwqyRimKQEJd1yCCBTBCF8gU5B5OMEMXFJcaVdy4D1jD5R30QvTnmhGOA94116mqQ1g==",
        ),
        "ZCOOLXiaoWei",
        (REGULAR,),
    ),
    Font(
        NpmPackage(
            "@expo-google-fonts/noto-emoji",
            "0.4.7",
            "Gs7URwtKmCzzdGUTYbG8MIohyaQPgGxIaQG5hvyEAaQiEGJpQy6gyP3NDICE0EJkOJFoe1JFD3Hf1L4a3qe4KA==",
        ),
        "NotoEmoji",
        (REGULAR,),
    ),
)


def _made_from(families: tuple[Font, ...]) -> dict[str, object]:
    return {"recipe": RECIPE, "tarballs": {font.package.tarball_name: font.package.sha512 for font in families}}


def are_valid(folder: Path, families: tuple[Font, ...] = FAMILIES) -> bool:
    """Whether the folder holds exactly what its manifest says, made from the pinned packages by this script."""
    return is_as_made(folder, _made_from(families))


def fill(folder: Path, packages: dict[Font, Path]) -> None:
    """Write the fonts, the licence of each family and the manifest into an empty folder."""
    for font, package in packages.items():
        with tarfile.open(package) as archive:
            for weight in font.weights:
                file = f"{font.name}_{weight}.ttf"
                place = file if font.flat else f"{weight}/{file}"
                (folder / file).write_bytes(member(archive, f"package/{place}"))
            licence = font.licence.read_bytes() if font.licence else member(archive, f"package/{LICENCE}")
        if font.licence is None and b"SIL Open Font License, Version 1.1" not in licence:
            raise FetchError(f"{font.name} is not under the SIL Open Font License; look at it before you use it.")
        (folder / f"LICENCE-{font.name}.txt").write_bytes(licence)
    write_manifest(folder, _made_from(tuple(packages)))


def main(folder: Path = FONTS) -> int:
    """Make sure that the fonts are there; print one line; return the exit code."""
    if are_valid(folder):
        return 0
    try:
        packages = {font: tarball(font.package) for font in FAMILIES}
        replace_folder(folder, lambda fresh: fill(fresh, packages))
    except FetchError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Fetched the fonts of {len(FAMILIES)} families for printed papers.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
