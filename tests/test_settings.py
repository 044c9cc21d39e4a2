import os
import subprocess
import sys
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


@pytest.mark.parametrize(
    ("cores", "limit", "workers", "threads"),
    [(1, None, 1, 1), (2, None, 1, 1), (8, None, 7, 1), (8, 3, 3, 2), (8, 1, 1, 7), (2, 5, 5, 1)],
)
def test_workers_share_the_cores_and_leave_one_to_the_app(monkeypatch, cores, limit, workers, threads):
    monkeypatch.setattr(settings, "available_cores", lambda: cores)
    monkeypatch.delenv("PLAYGROUND_MAX_WORKERS", raising=False)
    if limit is not None:
        monkeypatch.setenv("PLAYGROUND_MAX_WORKERS", str(limit))
    assert (settings.max_workers(), settings.worker_threads()) == (workers, threads)


def test_only_the_cores_that_the_process_may_use_count():
    allowed = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(allowed)})
        assert settings.available_cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)
    assert settings.available_cores() == len(allowed)


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", " "])
def test_a_bad_number_of_workers_is_refused(text, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_MAX_WORKERS", text)
    with pytest.raises(ConfigurationError, match="whole number of at least 1, but it is"):
        settings.max_workers()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        *(("PLAYGROUND_MAX_WORKERS", value) for value in ("99999", "-1", "abc", "1e3", "0", "9" * 5000, "٣")),
        *(("PLAYGROUND_HOME_GIGABYTES", value) for value in ("-1", "nan", "lots", "0")),
        *(
            ("PLAYGROUND_EMBED_IN", value)
            for value in ("*", "school", "https://a/b", "https://a; script-src *")
        ),
        *((name, value) for name in DIRECTORIES for value in ("~nobody-at-all/x", "{file}", "{file}/below")),
    ],
)
def test_a_wrong_environment_is_said_in_one_sentence_before_anything_starts(
    variable, value, monkeypatch, tmp_path, capsys
):
    for name in DIRECTORIES:
        monkeypatch.setenv(name, str(tmp_path / name))
    file = tmp_path / "file"
    file.write_text("")
    assert settings.main() == 0
    monkeypatch.setenv(variable, value.format(file=file))
    assert settings.main() == 2
    said = capsys.readouterr().err
    assert said.startswith(variable)
    assert said.count("\n") == 1
    assert len(said) < 500


def test_a_worker_does_not_start_with_a_wrong_environment(tmp_path):
    environment = {**os.environ, "PLAYGROUND_HOME": str(tmp_path), "PLAYGROUND_MAX_WORKERS": "99999"}
    done = subprocess.run(
        [sys.executable, "-m", "playground.runs.worker"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("PLAYGROUND_MAX_WORKERS should be")


def test_sites_are_read_one_by_one(monkeypatch):
    monkeypatch.delenv("PLAYGROUND_EMBED_IN", raising=False)
    assert settings.embedding_sites() == ()
    monkeypatch.setenv("PLAYGROUND_EMBED_IN", "https://*.school.example.org, http://localhost:8080")
    assert settings.embedding_sites() == ("https://*.school.example.org", "http://localhost:8080")
