"""The font of the pictures: `make fonts` cuts `bot/fonts` out of two of Debian's packages of fonts.

python -m tests.fonts        # needs apt-get and dpkg-deb; the packages are fetched, not installed
"""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "bot" / "fonts"
KOREAN, LATIN = "fonts-nanum", "fonts-noto-core"
WEIGHTS = {"Regular": ("NanumSquareR", "NotoSans-Regular"), "Bold": ("NanumSquareB", "NotoSans-Bold")}
"""The font that each weight is cut from, and the one that lends it the letters with accents, which it lacks."""
FAMILY = "Ipjang Square"
"""A name of its own: the licence reserves the old ones for the fonts as they were."""
RANGES = (
    (0x20, 0x7E),  # Latin
    (0xA0, 0x17F),  # letters with accents
    (0x1E00, 0x1EFF),
    (0x2010, 0x203B),  # dashes, quotation marks, ※
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x214F),  # ℃, №, ™
    (0x2160, 0x217F),  # Roman numerals
    (0x2190, 0x21D4),  # arrows
    (0x2200, 0x226B),  # ≠, ≤, ∞
    (0x2460, 0x24E9),  # circled numbers
    (0x2500, 0x266F),  # lines, shapes, stars
    (0x3000, 0x3020),  # 〈〉《》「」〓
    (0x30FB, 0x30FB),  # ・
    (0x3131, 0x318E),  # jamo
    (0x3200, 0x32FF),  # ㈜
    (0x3380, 0x33DD),  # units
    (0xAC00, 0xD7A3),  # every syllable
    (0xFF01, 0xFFE6),  # full-width forms
)
NAMES_KEPT = (0, 1, 2, 3, 4, 5, 6)


def main() -> None:
    """Cut both weights, and put the licence beside them."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["apt-get", "download", "-q", KOREAN, LATIN], cwd=folder, check=True)
        for package in Path(folder).glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
        fonts = Path(folder, "usr/share/fonts/truetype")
        for weight, (name, lender) in WEIGHTS.items():
            file = FOLDER / f"IpjangSquare-{weight}.ttf"
            cut(fonts / "nanum" / f"{name}.ttf", fonts / "noto" / f"{lender}.ttf", weight).save(file)
            print(f"{file.name}: {file.stat().st_size:,} bytes")
        text = Path(folder, f"usr/share/doc/{KOREAN}/copyright").read_text(encoding="utf-8")
        (FOLDER / "OFL.txt").write_text(licence(text), encoding="utf-8")


def cut(file: Path, lender: Path, weight: str) -> TTFont:
    """The characters of RANGES out of a font, under our own name for it, and without hints, which screens ignore."""
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True, name_IDs=list(NAMES_KEPT))
    font = TTFont(file, recalcTimestamp=False)
    _borrow(font, TTFont(lender))
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    cutter.subset(font)
    for record in list(font["name"].names):
        ours = {1: FAMILY, 2: weight, 3: f"{FAMILY} {weight}", 4: f"{FAMILY} {weight}", 6: f"IpjangSquare-{weight}"}
        if record.nameID in ours:
            font["name"].setName(ours[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID)
    return font


def _borrow(font: TTFont, lender: TTFont) -> None:
    """Copy the letters with accents that the font lacks; both draw on the same grid."""
    assert font["head"].unitsPerEm == lender["head"].unitsPerEm
    cmap, theirs, glyphs = font.getBestCmap(), lender.getBestCmap(), lender.getGlyphSet()
    for code in (*range(0xA0, 0x180), *range(0x1E00, 0x1F00), 0x20AC):
        if code in theirs and code not in cmap:
            name, pen, outline = f"uni{code:04X}", TTGlyphPen(None), DecomposingRecordingPen(glyphs)
            glyphs[theirs[code]].draw(outline)
            outline.replay(pen)
            font.setGlyphOrder([*font.getGlyphOrder(), name])
            font["glyf"].glyphs[name] = pen.glyph()
            font["hmtx"].metrics[name] = lender["hmtx"].metrics[theirs[code]]
            for table in font["cmap"].tables:
                if table.isUnicode():
                    table.cmap[code] = name


def licence(text: str) -> str:
    """The copyright and the licence of the fonts out of Debian's copyright file, as plain paragraphs."""
    head = "Cut by `make fonts` from NanumSquare (Debian's fonts-nanum), its accented letters from Noto Sans\n"
    head += "(fonts-noto-core, Copyright 2010, 2012-2020 Google), both under the licence below.\n"
    return "\n".join([head, *_paragraphs(text)]) + "\n"


def _paragraphs(text: str) -> Iterator[str]:
    block = text.split("License: OFL-1.1\n", 1)[1].split("\nFiles:", 1)[0]
    for line in block.rstrip().splitlines():
        yield "" if line.strip() == "." else line.removeprefix(" ").rstrip()


if __name__ == "__main__":
    main()
