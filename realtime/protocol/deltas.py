"""Publications as differences to the one before, for subscribers that asked for it.

Source: https://centrifugal.dev/docs/server/delta_compression. For such a subscriber `data` is a
JSON string: the text of the whole data, or with `delta` the Fossil delta to the data before.
"""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from realtime.protocol.fossil import create_delta
from realtime.protocol.publications import Publication

#: What a client calls the one kind of delta that is offered.
FOSSIL = "fossil"


def as_whole(publication: Publication) -> Publication:
    """Return the publication with its data's text as a JSON string."""
    return msgspec.structs.replace(publication, data=_string(bytes(publication.data)))


def as_difference(publication: Publication, before: bytes) -> Publication:
    """Return the publication as a delta to the data `before` it, or whole where that is shorter."""
    data = bytes(publication.data)
    delta = create_delta(before, data)
    if len(delta) >= len(data):
        return as_whole(publication)
    return msgspec.structs.replace(publication, data=_string(delta), delta=True)


def as_differences(publications: Sequence[Publication]) -> list[Publication]:
    """Return consecutive publications: the first whole, the others as deltas."""
    differences = [as_whole(publication) for publication in publications[:1]]
    for before, publication in pairwise(publications):
        differences.append(as_difference(publication, bytes(before.data)))
    return differences


def _string(text: bytes) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(text.decode()))
