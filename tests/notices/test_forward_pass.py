"""The forward pass in LaTeX and in numbers."""

import torch

from playground.concepts.plane.forward_pass import forward_pass
from playground.concepts.plane.network import PlaneNetwork
from playground.notices.forward_pass import shapes, written_entry, written_layer

NETWORK = PlaneNetwork(hidden=(2,), activations=("relu",))
WEIGHTS = torch.tensor([1.0, 2.0, -3.0, 0.5, 0.25, -1.0, 2.0, -0.5, 0.125])


def test_one_point():
    hidden, output = forward_pass(NETWORK, WEIGHTS, torch.tensor([[2.0, -1.0]]))
    assert shapes(hidden) == "(1, 2) · (2, 2) + (2,) → (1, 2)"
    assert (
        written_entry(hidden, 0, 0) == "z = 1 · 2 + 2 · (−1) + 0.25 = **0.25**, and a = ReLU(0.25) = **0.25**"
    )
    assert written_entry(hidden, 0, 1) == "z = −3 · 2 + 0.5 · (−1) − 1 = **−7.5**, and a = ReLU(−7.5) = **0**"
    assert written_entry(output, 0, 0) == "z = 2 · 0.25 − 0.5 · 0 + 0.125 = **0.625**"
    latex = written_layer(hidden, 1)
    assert r"\begin{bmatrix} 1 & 2 \\ −3 & 0.5 \end{bmatrix}" in latex
    assert r"\text{ReLU}" in latex
    assert latex.count("_{x}") == 1
    assert "ReLU" not in written_layer(output, 2)
    assert r"_{a^{(1)}}" in written_layer(output, 2)
    assert "_{x}" not in written_layer(output, 2)


def test_a_batch_is_a_matrix():
    hidden, output = forward_pass(NETWORK, WEIGHTS, torch.tensor([[2.0, -1.0], [0.0, 1.0], [1.0, 1.0]]))
    assert shapes(hidden) == "(3, 2) · (2, 2) + (2,) → (3, 2)"
    latex = written_layer(hidden, 1)
    assert r"\begin{bmatrix} 2 & −1 \\ 0 & 1 \\ 1 & 1 \end{bmatrix}" in latex
    assert latex.count("{") == latex.count("}")
    assert "_{X}" in latex
    assert r"_{A^{(1)}}" in written_layer(output, 2)
