import numpy as np

from playground.digits.pretraining.variation import vary


def test_a_varied_stroke_stays_a_stroke_of_about_its_place():
    stroke = np.stack([np.full(20, 14.0), np.linspace(4, 24, 20)], axis=1).astype(np.float32)
    (varied,) = vary([stroke], np.random.default_rng(0))
    assert varied.shape == (20, 2)
    assert varied.dtype == np.float32
    assert 0 < np.abs(varied - stroke).max() < 10
