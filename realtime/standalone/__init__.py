"""The engine served alone, from a configuration file: `python -m realtime --config engine.toml`.

Clients connect with JSON Web Tokens, channels belong to namespaces, and the application speaks to
the engine by its server API. Keys that Centrifugo has too are called as there and mean the same.
"""
