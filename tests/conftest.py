import os
from pathlib import Path

import pytest

from assistant.settings import EMBEDDED_MODEL, Settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def real_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the real corpus under the real model, for extractive answers; its home is built once a session.

    RAMEAU_TEST_HOME names a folder to build it in and to find it again at the next session. Don't write into it.
    """
    # The engines take seconds to load, which the fast tests must not wait for.
    from assistant.factory import build_embedder
    from ingest.pipeline import ingest

    given = os.environ.get("RAMEAU_TEST_HOME")
    settings = Settings(
        home=Path(given) if given else tmp_path_factory.mktemp("home"),
        corpus_dir=ROOT / "corpus",
        embedding_model=EMBEDDED_MODEL,
        chroma_url="",
        llm="",
    )
    report = ingest(settings.corpus_dir, settings.home, build_embedder(settings))
    assert report.documents, f"The corpus gave no document: {report.refused}"
    return settings


@pytest.fixture(scope="session")
def real_home(real_settings: Settings) -> Path:
    """The home folder of the real corpus under the real model; don't write into it."""
    return real_settings.home
