"""What stands in a text of any format and is no word of it: template tags, invisible characters."""

from __future__ import annotations

import re

TEMPLATE = re.compile(
    r"\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*+\}\}"
    r"|\{%(?:[^%{]|%(?!\})|\{(?![{%#]))*+%\}"
    r"|\{#(?:[^#{]|#(?!\})|\{(?![{%#]))*+#\}"
    r"|<%(?:[^%<]|%(?!>)|<(?!%))*+%>"
)
"""A tag that a template engine fills in; none holds another, so that the search stays linear."""

INVISIBLE = re.compile("[\0\u00ad\u200b\u200e\u200f\u2060\ufeff]+")
"""Characters without width; dropped, so that the words around them are whole."""
