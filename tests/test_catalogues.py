from types import SimpleNamespace

import pytest

from playground.catalogues import Selection


def test_a_selection_has_what_the_catalogue_has_when_it_is_read():
    catalogue = {"small": SimpleNamespace(size=1), "large": SimpleNamespace(size=9)}
    large = Selection(catalogue, lambda entry: entry.size > 5)
    assert list(large) == ["large"]
    catalogue["huge"] = SimpleNamespace(size=99)
    assert (list(large), len(large), "huge" in large) == (["large", "huge"], 2, True)
    del catalogue["large"]
    assert list(large) == ["huge"]


@pytest.mark.parametrize("key", ["small", "missing"])
def test_what_does_not_belong_is_no_key_of_it(key):
    selection = Selection({"small": SimpleNamespace(size=1)}, lambda entry: entry.size > 5)
    assert key not in selection
    with pytest.raises(KeyError, match=key):
        selection[key]
