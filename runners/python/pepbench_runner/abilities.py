"""What a workload may need of its interpreter besides computing, each found out by doing it.

An interpreter that cannot do it may well pretend to: Emscripten's sockets connect to ports that nobody
listens on. So an ability is there when its probe has come to its end, and not when a module or function is.
"""

from .errors import Unsupported, describe

_PATIENCE_SECONDS = 5

# Those that were seen to be there in this process.
_proven = set()


def network():
    """Have bytes arrive over a connection to this very process.

    A server's fault, one that refuses connections, say, is thus never taken for the interpreter's.
    """
    import socket  # noqa: PLC0415 (only a workload that needs it is to pay for it)

    with socket.socket() as listener:
        listener.settimeout(_PATIENCE_SECONDS)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.create_connection(listener.getsockname(), _PATIENCE_SECONDS) as sender:
            sender.sendall(b"x")
            receiver, _ = listener.accept()
            with receiver:
                receiver.settimeout(_PATIENCE_SECONDS)
                if receiver.recv(1) != b"x":
                    raise ConnectionError("what was sent did not arrive")


ABILITIES = {"network": network}


def ensure_able(needs):
    """Find out, once a process, whether this interpreter has the named abilities. Raises Unsupported."""
    for name in needs:
        if name not in _proven:
            try:
                ABILITIES[name]()
            except Exception as error:
                raise Unsupported(f"there is no {name} to be had here: {describe(error)}") from error
            _proven.add(name)
