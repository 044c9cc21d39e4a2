from pathlib import Path

import pytest

from playground import settings
from playground.errors import ConfigurationError

DIRECTORIES = {"PLAYGROUND_HOME": settings.home_directory, "PLAYGROUND_DATA_DIR": settings.data_directory}


@pytest.mark.parametrize("variable", DIRECTORIES)
def test_a_directory_comes_from_the_environment(variable, monkeypatch, tmp_path):
    monkeypatch.setenv(variable, str(tmp_path / "here"))
    assert DIRECTORIES[variable]() == tmp_path / "here"
    assert not (tmp_path / "here").exists()


@pytest.mark.parametrize("variable", DIRECTORIES)
def test_a_home_sign_is_expanded_and_the_default_is_absolute(variable, monkeypatch):
    monkeypatch.setenv(variable, "~/digits")
    assert DIRECTORIES[variable]() == (Path.home() / "digits").resolve()
    monkeypatch.delenv(variable)
    assert DIRECTORIES[variable]().is_absolute()
    assert settings.APPLICATION in str(DIRECTORIES[variable]())


def test_workers_leave_one_core_free(monkeypatch):
    monkeypatch.delenv("PLAYGROUND_MAX_WORKERS", raising=False)
    for cores, workers in ((None, 1), (1, 1), (2, 1), (8, 7)):
        monkeypatch.setattr("os.cpu_count", lambda cores=cores: cores)
        assert settings.max_workers() == workers
    monkeypatch.setenv("PLAYGROUND_MAX_WORKERS", "3")
    assert settings.max_workers() == 3


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", " "])
def test_a_bad_number_of_workers_is_refused(text, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MAX_WORKERS", text)
    with pytest.raises(ConfigurationError, match="whole number of at least 1, but it is"):
        settings.max_workers()
