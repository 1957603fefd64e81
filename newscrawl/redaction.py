"""Passwords, keys and session numbers: kept out of the feed, the log and the run report."""

from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import unquote_plus, urlsplit, urlunsplit

MASK = "…"

_ALWAYS = frozenset((
    "accesskey", "accesskeyid", "apikey", "authorization", "authtoken", "awsaccesskeyid", "bearer", "cftoken",
    "credential", "credentials", "jsessionid", "jwt", "passphrase", "passwd", "password", "phpsessid",
    "privatekey", "pwd", "secret", "sessid", "sessionid", "sessiontoken", "signature", "token", "xsrf", "csrf",
    "cookie",
))  # fmt: skip
"""Words in the name of a parameter that make it a secret, whatever its value."""
_BY_VALUE = frozenset(["auth", "code", "hmac", "key", "login", "otp", "pass", "session", "sid", "sig", "ticket"])
"""Words that name a secret where the value looks like one, and an issue, a code or a page elsewhere."""
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# What is a key wherever it stands: JSON web tokens, and keys of Amazon, GitHub, Google, OpenAI, Slack and Stripe.
_KEYS = (
    r"eyJ[\w-]{8,2000}\.[\w-]{8,4000}\.[\w-]{0,2000}|AKIA[0-9A-Z]{16}|gh[pousr]_\w{20,255}|AIza[\w-]{30,60}|"
    r"sk[-_][\w-]{20,255}|xox[abpr]-[\w-]{10,255}"
)
_KEY = re.compile(rf"(?<![\w-])(?:{_KEYS})")
_LOOKS_RANDOM = re.compile(r"(?=[^a-zA-Z]*[a-zA-Z])(?=\D*\d)[\w+/=.~%-]{16,}")
_LONGEST_NAME = 80
_IN_QUERY = re.compile(r"(?<=[?&;#])([^\s=&;?#\"'<>/]{1,80})=([^&;?#\s\"'<>]+)")
_IN_ADDRESS = re.compile(r"(?<=//)[^/?#\s\"'<>]+@")
# Controls, line and paragraph separators, marks that turn the direction of writing: a terminal obeys them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def without_secrets(text: str) -> str:
    """`text` with the user names, passwords and secret parameters of its addresses, and keys known by sight, masked."""
    if "@" in text:
        text = _IN_ADDRESS.sub(f"{MASK}@", text)
    if "=" in text:
        text = _IN_QUERY.sub(_masked, text)
    return _KEY.sub(MASK, text)


def for_log(text: str) -> str:
    """`text` without secrets, and with what a terminal would obey written as escapes; line feeds and tabs stay."""
    return _UNSEEN.sub(_escaped, without_secrets(text))


def in_one_line(text: str) -> str:
    """`text` with its line feeds as escapes, so that nothing in it passes for a line of its own."""
    return text.replace("\n", "\\n") if "\n" in text else text


def argument_without_secrets(name: str, value: str) -> str:
    """The value of an argument, masked where its name says that it is secret."""
    return MASK if is_secret(name, value) else without_secrets(value)


def is_secret(name: str, value: str) -> bool:
    """Whether a parameter of an address is a credential: by its name, by both, or by its value alone."""
    words = _words(name[:_LONGEST_NAME])
    return (
        not words.isdisjoint(_ALWAYS)
        or (not words.isdisjoint(_BY_VALUE) and _LOOKS_RANDOM.fullmatch(value) is not None)
        or _KEY.match(value) is not None
    )


def address_without_secrets(url: str) -> str:
    """`url` without user name, password and secret parameters, still an address; as it is where it has none."""
    if not any(sign in url for sign in "@=") and not _KEY.search(url):
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return without_secrets(url)
    host = parts.netloc.rpartition("@")[2]
    path = _without_parameters(parts.path, ";") if ";" in parts.path else parts.path
    address = urlunsplit((parts.scheme, host, path, _without_parameters(parts.query, "&"), parts.fragment))
    # What is still to be seen stands where no parameter is: in the path, or behind a mark of another kind.
    return without_secrets(address)


def form_without_secrets(form: str) -> str:
    """The fields of a form, as they are sent, without those that are secret."""
    return _without_parameters(form, "&")


def _escaped(character: re.Match[str]) -> str:
    return character[0].encode("unicode_escape").decode("ascii")


def _masked(parameter: re.Match[str]) -> str:
    name, value = parameter.groups()
    return f"{name}={MASK}" if is_secret(unquote_plus(name), value) else parameter[0]


def _without_parameters(text: str, separator: str) -> str:
    kept = []
    for part in text.split(separator):
        name, mark, value = part.partition("=")
        if not (mark and value and is_secret(unquote_plus(name), value)):
            kept.append(part)
    return separator.join(kept)


def _words(name: str) -> frozenset[str]:
    """The words of a name (`access_token`, `accessToken`), and neighbours joined (`api_key`: `apikey`)."""
    words = [word.lower() for word in _WORDS.findall(name)]
    joined = [first + second for first, second in pairwise(words)]
    return frozenset((*words, *joined, name.lower()))
