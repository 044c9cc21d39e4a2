"""The catalogue of objectives to descend, in the order in which pages list them."""

from playground.concepts.surfaces.entry import Surface
from playground.concepts.surfaces.polynomial import BEALE, HIMMELBLAU, ROSENBROCK, SADDLE
from playground.concepts.surfaces.quadratic import ARTICLE, BOWL, FIT
from playground.concepts.surfaces.transcendental import PLATEAU, RASTRIGIN

SURFACES: dict[str, Surface] = {
    entry.name: entry
    for entry in (ARTICLE, FIT, BOWL, ROSENBROCK, HIMMELBLAU, BEALE, SADDLE, RASTRIGIN, PLATEAU)
}
