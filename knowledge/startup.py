"""What a start leaves out: modules that nothing of ours uses, and the collector's walks over what stays."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


@contextmanager
def collector_resting(*, for_good: bool = False) -> Iterator[None]:
    """Make many small objects that all stay, without the collector walking through them again and again.

    Reading 115,000 teams takes half the time. It is meant for seconds of work, not for a whole program. What is there
    at the end may stay `for_good`, as modules do: no later collection looks at it, nor the one that waits for the end
    of the rest, which for our modules takes 60 ms.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if for_good:
            gc.freeze()
        if was_enabled:
            gc.enable()


class Deferred(ModuleType):
    """Stands for a module; gives out empty classes while `importer` is being imported, and the real things later."""

    def __init__(self, name: str, importer: str) -> None:
        super().__init__(name)
        self.importer = importer
        self.lent: set[str] = set()
        """What it gave an empty class for."""

    def __getattr__(self, name: str) -> Any:
        if not _is_being_imported(self.importer):
            return getattr(self.real(), name)
        if name.startswith("_"):  # as the import system looks whether it is a package
            raise AttributeError(name)
        self.lent.add(name)
        return type(name, (), {})

    def real(self) -> ModuleType:
        """The module itself, imported now."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return import_module(self.__name__)


def defer(name: str, *, importer: str) -> None:
    """Let `importer` be imported without the module `name`, of which it only mentions classes.

    Does nothing where either of them is imported already.
    """
    if name not in sys.modules and importer not in sys.modules:
        sys.modules[name] = Deferred(name, importer)


def keep_promises(importer: str) -> None:
    """Let an imported package hand on the real things instead of the empty classes that it was lent."""
    package = sys.modules[importer]
    homes = {
        name: module for module in list(sys.modules.values()) if isinstance(module, Deferred) for name in module.lent
    }
    for name in homes.keys() & vars(package).keys():
        delattr(package, name)

    def find(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {importer!r} has no attribute {name!r}")
        return getattr(homes[name].real(), name)

    package.__getattr__ = find  # type: ignore[method-assign] # as a module may have one, by PEP 562


def _is_being_imported(package: str) -> bool:
    """Whether it, or a part of it, is in the middle of its import at this moment."""
    parts = [module for name, module in list(sys.modules.items()) if name == package or name.startswith(f"{package}.")]
    return any(getattr(getattr(part, "__spec__", None), "_initializing", False) for part in parts)
