"""What people really type, and what places are really called: each must pass through whole."""

HOSTILE = (
    "<script>document.title='hacked'</script>",
    "<img src=x onerror=alert(1)>",
    "</title></main><h1>Mine</h1>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }} {% raw %}",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+44 1",
    "-1 and less",
    "@SUM(A1)",
    '=HYPERLINK("http://x.y","go")',
    "\u202eevil turned round",
    "one\u2066two\u2069 \u200fthree",
    "x" * 300,
    "&amp; &lt;b&gt; &nbsp;",
    "' OR 1=1; DROP TABLE child; --",
    "../../etc/passwd",
    "$$note 1$$ %s %(a)s {0} \\n \\u0041",
    "\"quoted\", 'apostrophes' and `ticks`",
)
ODD = (
    "O'Hara", "O’Hara", "St Bees", "St. John's-in-the-Vale", "Barrow-in-Furness", "Ŵyn", "Tŷ Gwyn",
    "Llanfair­pwll", "Ynys Môn", "Ysgol Pen-y-Bryn", "Caerdydd / Cardiff", "Sign/Post", "a/b",
    "back\\slash", "C: drive", "N&S Academy", "R & R", "Café", "Ångström", "Łódź", "Şişli", "İzmir",
    "Пётр", "中文", "日本語", "العربية", "עברית", "हिन्दी", "ไทย", "한국어", "e\u0301clair", "naïve",
    "😀", "👩‍👧 family", "🏴󠁧󠁢󠁷󠁬󠁳󠁿 Wales", "ﬁ ligature", "Nº 5", "№ 5", "50 % House", "Year 7+",
    "#hashtag", "null", "None", "NaN", "True", "0123", "1e5", "2021-01-01", "  two  spaces",
    "The Very Long Name of a School that has Eighty Letters in it, and a Comma, or So",
)  # fmt: skip
