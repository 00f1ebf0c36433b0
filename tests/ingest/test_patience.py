import pytest

from assistant.testing import HashingEmbedder
from ingest.jobs.patience import InterruptibleEmbedder
from ingest.jobs.telling import InterruptedJobError

TEXTS = ["une alliance", "x", "le mécénat de compétences des entreprises", "y z", "", "une alliance", "ferme urbaine"]


def test_texts_keep_their_vectors_whatever_their_order() -> None:
    """Stopping in time costs no document its place among the others."""
    plain = HashingEmbedder(64)
    patient = InterruptibleEmbedder(plain, lambda: None)
    assert patient.embed_documents(TEXTS) == plain.embed_documents(TEXTS)
    assert patient.embed_documents([]) == []
    assert patient.embed_query("ferme") == plain.embed_query("ferme")
    known = (patient.name, patient.fingerprint, patient.dimension)
    assert known == (plain.name, plain.fingerprint, plain.dimension)


def test_a_job_that_may_not_go_on_stops_between_two_texts() -> None:
    """« Annuler » doesn't wait for a whole report to be embedded."""
    embedded: list[str] = []

    class Counting(HashingEmbedder):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            embedded.extend(texts)
            return super().embed_documents(texts)

    def check() -> None:
        if len(embedded) >= 2:
            raise InterruptedJobError(cancelled=True)

    with pytest.raises(InterruptedJobError):
        InterruptibleEmbedder(Counting(64), check).embed_documents(TEXTS)
    assert len(embedded) == 2
