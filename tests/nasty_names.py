"""Names that somebody may give to anything, and that Markdown, HTML or a chart's template would make something else of."""

NASTY = r"`y` $z$ :red[x] **b** [a](b) :smile: <b>h</b> {a} %{x}"
"""All at once, as a run's or a data set's name."""

NAMES = (
    NASTY,
    "`y` $z$",
    "$a$ and $b$",
    ":red[x]",
    ":red-badge[x]",
    "**b** *i* __b__ _i_ ~~s~~ ~s~",
    "[a](b)",
    "![a](b)",
    "[a][b] and [^1]",
    ":smile:",
    ":+1:",
    ":material/delete:",
    ":material_delete:",
    ":streamlit:",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "<b>bold</b> &amp; &lt;",
    "# one",
    "> two",
    "- three",
    "+ four",
    "1. five",
    "2) six",
    "===",
    "---",
    "| a | b |",
    r"\* and \\ and \alpha",
    "https://example.org/a_b and www.example.org and me@example.org",
    "snake_case and 2*3*4 and a:b",
    "```",
    "MLP 784-128-10 relu, adam 0.001, batch 64",
)

ELSEWHERE = "school.example"
"""A host that no page may ask."""

HOSTILE = (
    f"![a](http://{ELSEWHERE}/a.png) <img src=http://{ELSEWHERE}/b.png onerror=alert(1)> <script>alert(2)</script> "
    f"[c](javascript:alert(3)) \u202e\x07\n" + "k" * 10_000
)
"""What would call another host, or run, if any part of a page read it as Markdown or HTML; and far too long."""
