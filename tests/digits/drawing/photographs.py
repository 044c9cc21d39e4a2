"""Photographs made from images of digits: paper or board, light from one side, noise, shadows and rules."""

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image
from scipy import ndimage


@dataclass(frozen=True)
class Scene:
    """How the digit was photographed: sizes in pixels, brightness 0..1, `noise` in levels of 255."""

    width: int = 640
    height: int = 480
    digit: int = 180
    paper: float = 0.92
    ink: float = 0.2
    light_ink: bool = False
    dimmest: float = 0.5
    noise: float = 6.0
    shadow: float = 1.0
    ruled: float = 1.0
    squared: float = 1.0


def photograph(image, rng, scene):
    """`(28, 28)` uint8, white on black, somewhere in a photograph `(height, width)` uint8."""
    large = Image.fromarray(image).resize((scene.digit, scene.digit), Image.Resampling.BICUBIC)
    ink = np.zeros((scene.height, scene.width))
    top = rng.integers(8, scene.height - scene.digit - 8)
    left = rng.integers(8, scene.width - scene.digit - 8)
    ink[top : top + scene.digit, left : left + scene.digit] = np.asarray(large) / 255
    paper = np.full(ink.shape, 0.12 if scene.light_ink else scene.paper)
    spacing = scene.height // 10
    for thick in range(2):
        paper[spacing // 2 + thick :: spacing] *= scene.ruled
        paper[:, spacing // 2 + thick :: spacing] *= scene.squared
    reflected = paper * (1 - ink) + (0.85 if scene.light_ink else scene.ink) * ink
    light = np.broadcast_to(np.linspace(1, scene.dimmest, scene.width), ink.shape)
    rows, columns = np.mgrid[: scene.height, : scene.width]
    light = light * np.where(0.6 * columns + 0.8 * rows < 0.7 * scene.height, 1, scene.shadow)
    pixels = 255 * ndimage.gaussian_filter(reflected * light, 1) + rng.normal(0, scene.noise, ink.shape)
    return np.uint8(np.clip(pixels, 0, 255))


def encoded(pixels, format_="JPEG", **settings):
    """The file's bytes."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format_, **settings)
    return buffer.getvalue()
