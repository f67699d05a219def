"""Structs made ready for threads.

msgspec looks at a struct's fields when it decodes into it for the first time. Two threads that are first at once crash the process: one
reads what the other has not finished (msgspec 0.22, seen as a segmentation fault under many projectors). So every struct that there is is
looked at before there are threads.
"""

import msgspec


def complete() -> int:
    """Let msgspec look at every struct that has been imported; returns how many there are. Costs some milliseconds once."""
    waiting, seen = [msgspec.Struct], set[type]()
    while waiting:
        for struct in waiting.pop().__subclasses__():
            if struct not in seen:
                seen.add(struct)
                waiting.append(struct)
                try:
                    msgspec.json.Decoder(struct)
                except TypeError:
                    # Holds what JSON has no form for: nobody decodes it.
                    continue
    return len(seen)
