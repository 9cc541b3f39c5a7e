"""Ways from page to page."""

import ast

from db.engines import ROOT


def test_every_change_of_page_says_what_the_next_address_holds():
    """Streamlit refuses to clear an address that is bound to a choice: it does so wherever nothing is said."""
    silent = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file in (ROOT / "pages").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "switch_page"
        and "query_params" not in {word.arg for word in call.keywords}
    ]
    assert silent == []
