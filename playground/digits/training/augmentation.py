"""Slightly changed copies of training images, so that a network sees more handwriting than the data holds.

The function uses nothing else of this module: the program of a run contains its source.
"""

import math

import torch
from torch import Tensor
from torch.nn import functional as F


def augment(images: Tensor, generator: torch.Generator) -> Tensor:
    """Turn, scale, slant and move each image by its own random amount.

    Args:
        images: `(N, 28, 28)` float32 in 0..1, black outside.
        generator: a CPU generator, the only source of randomness.

    Returns:
        The same shape, dtype and range, bilinearly sampled.
    """
    # The most of: turn, slant, scale twice, shift twice (2.5 of 28 pixels, in halves of the image's width).
    most = torch.tensor([math.radians(12), 0.2, 0.12, 0.12, 2.5 / 14, 2.5 / 14]).unsqueeze(1)
    count = len(images)
    amounts = (torch.rand(6, count, generator=generator) * 2 - 1) * most
    turn, shear, scale_x, scale_y, shift_x, shift_y = amounts
    cosine, sine = turn.cos(), turn.sin()
    rows = [
        torch.stack([(1 + scale_x) * cosine, shear - sine, shift_x], 1),
        torch.stack([sine, (1 + scale_y) * cosine, shift_y], 1),
    ]
    transform = torch.stack(rows, 1).to(images.device)  # (N, 2, 3)
    grid = F.affine_grid(transform, [count, 1, 28, 28], align_corners=False)
    return F.grid_sample(images.unsqueeze(1), grid, align_corners=False).squeeze(1)
