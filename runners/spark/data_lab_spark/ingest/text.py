"""Texts as the lab's rules count and trim them: JavaScript's blanks, and lengths in UTF-16 units."""

_BLANKS = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def js_trim(text: str) -> str:
    """Without the blanks at both ends."""
    return text.strip(_BLANKS)


def js_trim_start(text: str) -> str:
    return text.lstrip(_BLANKS)


def js_trim_end(text: str) -> str:
    return text.rstrip(_BLANKS)


def units(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def head(text: str, count: int) -> str:
    """The first UTF-16 units of a text."""
    if text.isascii() or len(text) * 2 <= count:
        return text[:count]
    return text.encode("utf-16-le", "surrogatepass")[: 2 * count].decode("utf-16-le", "replace")


def clip(text: str) -> str:
    """Text of a file for a message: at most 40 characters."""
    return head(text, 39) + "…" if units(text) > 40 else text
