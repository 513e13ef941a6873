"""Texts that somebody could type to break a document, or to make something run in it. All of them are only words.

What the product lets in: a questionnaire's words hold no control character (`definition._printable`), a comment keeps
tabs and line breaks alone (`answers.clean`), as do the fields of forms (`fields.printable`), so that a round's name and
a priority may have them too. No half of a surrogate pair gets into a database, while marks of direction (U+202E),
private characters, U+FFFE and the line separator U+2028 are let in everywhere but in names of forums and members.
"""

NO_SPACE = "Donaudampfschifffahrtsgesellschaft" * 6  # 204 letters without a place to break
RIGHT_TO_LEFT = "\u202egnihtemos sesod\u202c"
SCRIPTS = (
    "نحن نستمع إلى بعضنا البعض (12 مرة) قبل أن نقرر.",
    "אנחנו מקשיבים זה לזה, 7 מתוך 10 פעמים.",
    "हम निर्णय लेने से पहले एक-दूसरे की बात सुनते हैं।",
    "我们在决定之前互相倾听，这很重要。",  # noqa: RUF001  (Chinese has its own comma)
    "Mae'r ŵydd a'r ŷd yn y tŷ; gŵyr pawb mai'r dŵr sy'n bwysig.",
    "Ακούμε ο ένας τον άλλον πριν αποφασίσουμε.",  # noqa: RUF001  (Greek)
    "Мы слушаем друг друга.",
    "私たちは決める前に話し合います。",
    "우리는 서로의 말을 듣습니다.",
    "เรารับฟังซึ่งกันและกัน",
)
MARKUP = (
    "<script>alert(1)</script> & <b>bold</b>",
    "</w:t></w:r></w:p><w:br/><a:t>",
    "&lt;&#x41;&amp;nbsp;]]><![CDATA[x]]>",
    '<img src="http://example.org/x.png" onerror="alert(1)">',
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>&e;",
)
TYPST = (
    "#panic() #read(\"/etc/hostname\") #import \"x.typ\"",
    "$x^2 / 0$ *strong* _emphasis_ `raw` ```rust x```",
    "= Heading @ref <label> // comment /* more */ ~ -- --- ... \\ \\u{41} [ ] { }",
    "@nobody:2026 https://example.org/#fragment",
)  # fmt: skip
FORMULAS = (
    '=HYPERLINK("http://example.org","Click")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "{=1+1}",
    "_x0041__x000D_ _xFFFF_",
)
SIGNS = (
    f"Some read it {RIGHT_TO_LEFT} and go on",
    "\u2067\u202e\u2066 isolated \u2069 unclosed \u200f\u200e\u061c",
    "😀 👩🏽‍⚕️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ✅ 1️⃣",
    "Z̸͓̘̪͐̾a̶͛l̵͐g̴̅o̷ ȩ́̂ e\u0301 ﬁ ǅ",
    "U+FFFE \ufffe U+FFFF \uffff U+FDD0 \ufdd0 private \ue000 replaced \ufffd",
    "zero\u200bwidth\u2060join\ufeff soft\u00adhyphen line\u2028paragraph\u2029end no\u00a0break",
    f"{NO_SPACE} and then a space",
    "\"quotes\" 'single' “curly” \\ / : * ? | ; , %s {0} {{x}} ${y} %00 ../../etc",
)
LINES = "Written\non three lines,\n\twith a tab."

ONE_LINE = (*MARKUP, *TYPST, *FORMULAS, *SCRIPTS, *SIGNS)
COMMENTS = (*ONE_LINE, LINES)

# no door of the product lets these in, but a document must not break on them
UNSTORABLE = "nul \x00 bell \x07 vertical \x0b escape \x1b[31m delete \x7f next \x85 half \ud800 other \udfff end"
