"""How a ticket's token crosses the wire."""

from typing import Annotated

import msgspec

# 32 bytes in base64url are 43 characters; whatever else is unknown.
Token = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
