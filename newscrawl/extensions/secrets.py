"""Passwords and keys are kept out of what a run writes about itself."""

from __future__ import annotations

import re

MASK = "…"
_NAME = r"[\w.-]*(?:passw|pwd|secret|token|api[_-]?key|auth|credential|session|cookie|signature)[\w.-]*"
_SECRET_NAME = re.compile(_NAME, re.IGNORECASE)
_IN_QUERY = re.compile(rf"(?<=[?&;])({_NAME})=[^&;#\s\"'<>]*", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"(?<=://)[^/?#\s\"'<>]*@")


def without_secrets(text: str) -> str:
    """`text` with the user names and passwords, and the telling parameters, of its addresses masked."""
    return _IN_QUERY.sub(rf"\1={MASK}", _IN_ADDRESS.sub(f"{MASK}@", text))


def argument_without_secrets(name: str, value: str) -> str:
    """The value of an argument, masked where its name says that it is secret."""
    return MASK if _SECRET_NAME.fullmatch(name) else without_secrets(value)
