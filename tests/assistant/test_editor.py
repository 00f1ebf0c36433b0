import stat
import threading
from pathlib import Path

from assistant.editor import editor_key, is_editor_key
from assistant.settings import Settings


def test_a_key_is_made_once_and_is_the_owner_s_alone(tmp_path: Path) -> None:
    """Editors find the same key at every start, and other accounts of the machine can't read it."""
    settings = Settings(_env_file=None, home=tmp_path / "home")
    key = editor_key(settings)
    assert len(key) >= 32
    assert editor_key(settings) == key
    path = settings.home / "editor.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text("ascii").strip() == key
    assert [one.name for one in settings.home.iterdir()] == ["editor.key"]


def test_programs_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    """The API and the page never know different keys."""
    settings = Settings(_env_file=None, home=tmp_path / "home")
    keys: list[str] = []
    threads = [threading.Thread(target=lambda: keys.append(editor_key(settings))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_the_key_of_the_settings_comes_first(tmp_path: Path) -> None:
    """Whoever runs the program may choose the key; no file is made then."""
    settings = Settings(_env_file=None, home=tmp_path / "home", editor_key=" choisie ")
    assert editor_key(settings) == "choisie"
    assert not settings.home.exists()


def test_no_other_key_is_right() -> None:
    """An empty key opens nothing, even where none was ever made."""
    assert is_editor_key("é", "é")
    for given, key in (("", ""), ("", "a"), ("a", ""), ("A", "a"), ("aa", "a"), ("\udcff", "a")):
        assert not is_editor_key(given, key)
