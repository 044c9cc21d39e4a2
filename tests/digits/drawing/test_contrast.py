"""Ink stands out by the same share in the sun and in a shadow, and a shadow's edge does not stand out."""

import numpy as np
import pytest

from playground.digits.drawing.contrast import measure_contrast


def scene(light, ink_share=0.25, paper=220.0):
    """A page `(300, 400)` under `light`, with a stroke at its left and one at its right; and where these are."""
    strokes = np.zeros((300, 400), bool)
    strokes[80:220, 60:72] = strokes[80:220, 320:332] = True
    return np.uint8(paper * light * np.where(strokes, ink_share, 1)), strokes


def measured(gray):
    return measure_contrast(gray, lambda contrast: contrast)


def test_ink_in_a_shadow_is_as_dark_as_ink_in_the_sun():
    light = np.ones((300, 400))
    light[:, 200:] = 0.6
    gray, _ = scene(light)
    values = measured(gray).values
    assert values[150, 66] == pytest.approx(0.75, abs=0.03)
    assert values[150, 326] == pytest.approx(0.75, abs=0.03)
    assert np.abs(values[:, 150:260]).max() < 0.05


def test_chalk_is_found_on_a_dark_board():
    gray, strokes = scene(np.ones((300, 400)), ink_share=5.0, paper=40.0)
    contrast = measured(gray)
    assert contrast.values[strokes].mean() > 0.4
    assert np.abs(contrast.values[:40]).max() < 0.05


def test_a_thick_stroke_is_filled():
    gray = np.full((300, 400), 220, np.uint8)
    gray[40:260, 170:230] = 40
    assert measured(gray).values[60:240, 180:220].min() > 0.7


def test_noise_is_its_standard_deviation():
    gray, _ = scene(np.ones((300, 400)))
    noisy = gray + np.random.default_rng(0).normal(0, 6, gray.shape)
    smooth_share = 0.35  # what a Gaussian of 0.8 pixels leaves of white noise: 1 / (2 sigma sqrt(pi))
    assert measured(np.uint8(noisy.clip(0, 255))).noise == pytest.approx(smooth_share * 6 / 220, rel=0.3)
