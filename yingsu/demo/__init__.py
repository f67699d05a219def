"""`yingsu demo`: the main job played over real HTTP, in an instance and a data folder of its own, with a record clock that is set."""

from yingsu.demo.story import play

__all__ = ["play"]
