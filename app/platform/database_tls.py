"""How PostgreSQL is spoken to in secret: what DATABASE_URL says of it, as libpq's parameters."""

import ssl
from collections.abc import Mapping
from pathlib import Path

PARAMETERS = ("sslmode", "sslrootcert", "sslcert", "sslkey")
# Whether TLS is spoken at all, to whomever; and that certificate, or certificate and name, hold.
UNCHECKED = ("disable", "allow", "prefer", "require")
CHECKED = ("verify-ca", "verify-full")
# Instead of a file: the authorities that this machine trusts, which is also the default here.
SYSTEM = "system"


def tls_of(query: Mapping[str, str]) -> ssl.SSLContext | str | None:
    """Return asyncpg's argument `ssl` for the parameters of an address; None: nothing is said.

    With `sslrootcert` a file of authorities is trusted and no others, without it the system's. As
    in libpq, `require` with such a file is `verify-ca`. No file of the home directory is looked at.
    Source: https://www.postgresql.org/docs/current/libpq-ssl.html

    Raises `ValueError` where a parameter is not known, or a file cannot be used.
    """
    unknown = [name for name in query if name.startswith("ssl") and name not in PARAMETERS]
    if unknown:
        raise ValueError(f"{unknown[0]} is not known here: {', '.join(PARAMETERS)} are")
    mode = query.get("sslmode")
    if mode is not None and mode not in (*UNCHECKED, *CHECKED):
        raise ValueError(f"sslmode must be one of {', '.join((*UNCHECKED, *CHECKED))}")
    if mode == "require" and "sslrootcert" in query:
        mode = "verify-ca"
    if mode in CHECKED:
        return _context(query, checks_name=mode == "verify-full")
    if any(name in query for name in PARAMETERS[1:]):
        raise ValueError("sslrootcert, sslcert and sslkey want sslmode=verify-full")
    return mode


def _context(query: Mapping[str, str], *, checks_name: bool) -> ssl.SSLContext:
    authorities = query.get("sslrootcert", SYSTEM)
    try:
        context = ssl.create_default_context(
            cafile=None if authorities == SYSTEM else str(Path(authorities).expanduser())
        )
    except OSError as error:
        raise ValueError(f"sslrootcert cannot be read: {_why(error)}") from error
    context.check_hostname = checks_name
    if "sslcert" in query:
        try:
            # An encrypted key would ask for its password at the terminal.
            own, key = query["sslcert"], query.get("sslkey")
            context.load_cert_chain(own, key, password="")  # nosec B106 - no password: refused
        except OSError as error:
            raise ValueError(f"sslcert or sslkey cannot be used: {_why(error)}") from error
    return context


def _why(error: OSError) -> str:
    return error.strerror or type(error).__name__
