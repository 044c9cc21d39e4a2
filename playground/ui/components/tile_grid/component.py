"""A grid of tiles to choose from: units or feature maps, each a small picture with its number."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from playground.figures.inside import Sprite
from playground.ui.components.mount import component, sent

_GRID = component("tile_grid")


@dataclass(frozen=True)
class Tile:
    """One tile.

    Attributes:
        id: what is chosen with it.
        place: which tile of the sprite it shows.
        name: in bold below it.
        value: beside the name.
        level: -1..1, the length of its bar.
        silent: shown dim.
        title: what it is, in words.
    """

    id: int
    place: int
    name: str
    value: str
    level: float
    silent: bool
    title: str


def tile_grid(
    tiles: Sequence[Tile],
    sprite: Sprite,
    chosen: int,
    *,
    label: str,
    key: str,
    on_pick: Callable[[int], None],
    tile: int = 46,
    height: int = 430,
) -> None:
    """Show the tiles in a box of fixed height.

    Args:
        tiles: in the order in which they are shown.
        sprite: their pictures.
        chosen: the id of the one with a frame.
        label: what all of them are.
        key: the element's key.
        on_pick: called with the id that a visitor chose, before the page runs again.
        tile: a tile's least width on the screen.
        height: the box's.
    """

    def picked() -> None:
        pick = picked_tile(sent(key, "picked"), [one.id for one in tiles])
        if pick is not None:
            on_pick(pick)

    shown = [asdict(one) for one in tiles]
    data = dict(tiles=shown, sprite=asdict(sprite), chosen=chosen, label=label, tile=tile, height=height)
    _GRID(data=data, key=key, on_picked_change=picked)


def picked_tile(value: Any, ids: Collection[int]) -> int | None:
    """The id of a pick, or None: a browser can send anything."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value in ids else None
