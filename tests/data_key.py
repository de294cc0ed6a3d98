"""The run's one DATA_KEY: `data_keys` is written with it at first and kept between tests."""

import base64

DATA_KEY = base64.b64encode(bytes(range(32))).decode()
