"""What the first clicks would otherwise wait for: all our modules imported, and left out of later garbage collections.

Half a million objects belong to imported code and never become garbage. A full collection that walks them holds every
user for a quarter of a second; frozen, they are not walked.
"""

import gc
import pkgutil
from importlib import import_module
from threading import Thread


def warm(*packages: str) -> None:
    """Import every module of these packages and freeze what has come to be."""
    for package in packages:
        path = import_module(package).__path__
        for found in pkgutil.walk_packages(path, f"{package}."):
            if not found.name.endswith("__main__"):
                import_module(found.name)
    gc.collect()
    gc.freeze()


def warm_beside(*packages: str) -> Thread:
    """Warm while the server already answers; the thread is returned for those who wait for it."""
    thread = Thread(target=warm, args=packages, name="warm", daemon=True)
    thread.start()
    return thread
