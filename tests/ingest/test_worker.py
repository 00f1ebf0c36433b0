import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from assistant.documents import Document
from assistant.errors import BusyError, NoEarlierError, NothingReadyError
from assistant.generations import KnowledgeBase
from assistant.jobs import ENDED, Job
from assistant.manifest import current_number, ready_folder
from assistant.originals import incoming
from assistant.preview import load_preview
from assistant.settings import Settings
from assistant.state.database import settings_database
from assistant.state.orders import Arrival, Order
from assistant.testing import HashingEmbedder
from ingest.jobs.calendar import Calendar
from ingest.jobs.publishing import GenerationPublisher
from ingest.jobs.running import carry_out
from ingest.jobs.workplace import Tools, Workplace
from ingest.pipeline import ingest
from ingest.publishing import ready_manifest
from ingest.worker import has_worker, run_job, run_worker, worker_lock
from tests.ingest.web_site import Answer, WebSite, web_site


def embedder() -> HashingEmbedder:
    return HashingEmbedder(64)


@pytest.fixture(scope="module")
def tools() -> Iterator[Tools]:
    """An embedder and a process of the engines, warm for every test."""
    kept = Tools(embedder)
    yield kept
    kept.stop_engines()


@pytest.fixture
def site() -> Iterator[WebSite]:
    with web_site() as one:
        yield one


@pytest.fixture
def settings(corpus: Path, tmp_path: Path, site: WebSite) -> Settings:
    return Settings(_env_file=None, home=tmp_path / "home", corpus_dir=corpus, fetch_allow=site.place, fetch_seconds=10)


@pytest.fixture
def place(settings: Settings, tools: Tools) -> Iterator[Workplace]:
    """A worker's place, where jobs are carried out one by one."""
    database = settings_database(settings)
    yield replace(Workplace.over(settings, database, embedder), tools=tools)
    database.close()


@pytest.fixture
def publisher(place: Workplace) -> GenerationPublisher:
    return GenerationPublisher(place.settings, place.jobs, place.holdings)


def arrivals(settings: Settings, **contents: str | bytes) -> tuple[Arrival, ...]:
    """Hand files in: `a_md="…"` is `a.md`."""
    made = []
    for name, content in contents.items():
        data = content.encode() if isinstance(content, str) else content
        with incoming(settings.home, settings.upload_max_bytes) as file:
            file.write(data)
            kept = file.keep()
        made.append(Arrival(name.replace("_", "."), content_hash=kept, size=len(data)))
    return tuple(made)


def carry(place: Workplace, order: Order, stopping: Callable[[], bool] = lambda: False) -> Job:
    job = place.jobs.add(order)
    carry_out(place, job.id, stopping)
    return place.jobs.job(job.id)


def hand_in(place: Workplace, *, publish: bool = True, **contents: str | bytes) -> Job:
    return carry(place, Order("upload", "dépôt", publish=publish, arrivals=arrivals(place.settings, **contents)))


def take_out(place: Workplace, document_id: str) -> Job:
    return carry(place, Order("removal", "retrait", arrivals=(Arrival(document_id, document_id=document_id),)))


def told(job: Job) -> list[tuple[str, str, str]]:
    return [(one.document_id, one.state, one.outcome or one.code) for one in job.documents]


def documents(settings: Settings) -> dict[str, Document]:
    base = KnowledgeBase(settings.home)
    with base.current() as generation:
        found = {document.id: document for document in generation.catalogue.documents}
    base.close()
    return found


def text_of(document: Document) -> str:
    return " ".join(section.text for section in document.sections)


CORPUS = {"ferme", "logement", "mecenat"}


def test_files_handed_in_answer_beside_the_corpus(place: Workplace) -> None:
    """One bad file never keeps the others out, and each refused one says why."""
    job = hand_in(
        place, rapport_md="# Rapport\n\nUn pôle à Nantes.", vide_txt=b"", image_png=b"\x89PNG\r\n\x1a\n cut off"
    )
    assert job.state == "done"
    assert told(job)[:2] == [("depots/rapport", "done", "added"), ("", "refused", "empty")]
    assert job.documents[2].state == "refused"
    assert all(one.reason and one.remedy for one in job.documents if one.state == "refused")
    assert documents(place.settings).keys() == {*CORPUS, "depots/rapport"}
    assert (job.generation, job.percent, job.seconds_left) == (current_number(place.settings.home), 100.0, None)
    assert [one.document_id for one in place.holdings.holdings()] == ["depots/rapport"]


def test_handing_in_again_replaces(place: Workplace) -> None:
    """The same name is the same document: changed where its content is, unchanged where it isn't."""
    hand_in(place, rapport_md="# Rapport\n\nPremière version.")
    first = place.holdings.holding("depots/rapport")
    assert told(hand_in(place, rapport_md="# Rapport\n\nPremière version.")) == [
        ("depots/rapport", "done", "unchanged")
    ]
    assert current_number(place.settings.home) == 1
    assert told(hand_in(place, RAPPORT_md="# Rapport\n\nDeuxième version.")) == [("depots/rapport", "done", "changed")]
    found = documents(place.settings)
    assert found.keys() == {*CORPUS, "depots/rapport"}
    assert text_of(found["depots/rapport"]) == "Deuxième version."
    again = place.holdings.holding("depots/rapport")
    assert first
    assert again
    assert (again.added, again.content_hash != first.content_hash) == (first.added, True)


def test_other_names_are_other_documents(place: Workplace) -> None:
    """Two files whose names look alike never take each other's place."""
    job = hand_in(place, note_md="# Une note\n\nMarkdown.", note_txt="Une note en texte, avec assez de mots.")
    assert {one.document_id for one in job.documents if one.state == "done"} <= {"depots/note", "depots/note-txt"}
    assert job.documents[0].document_id == "depots/note"
    assert told(hand_in(place, note_md="# Une note\n\nEncore.")) == [("depots/note", "done", "changed")]


def test_the_id_or_address_in_a_file_wins_over_its_name(place: Workplace) -> None:
    """A publication that says which one it is stays the same document whatever its file is called."""
    hand_in(place, a_md="---\nid: etudes/solifap\ntitle: Solifap\n---\nPremière version.")
    job = hand_in(place, autre_md="---\nid: etudes/solifap\ntitle: Solifap\n---\nDeuxième version.")
    assert told(job) == [("etudes/solifap", "done", "changed")]
    hand_in(place, ferme_md="---\nid: ferme\ntitle: Ferme\n---\nUne ferme qui a grandi.")
    found = documents(place.settings)
    assert found.keys() == {*CORPUS, "etudes/solifap"}
    assert text_of(found["ferme"]) == "Une ferme qui a grandi."


def test_two_files_of_one_id_in_one_drop_are_told(place: Workplace) -> None:
    """It is not chance that decides which of two files becomes the document."""
    page = "---\nid: x\n---\nUn texte {}."
    job = hand_in(place, a_md=page.format(1), b_md=page.format(2))
    assert told(job) == [("x", "done", "added"), ("x", "refused", "duplicate")]


def test_a_job_of_which_nothing_can_be_read_is_refused(place: Workplace) -> None:
    """The base stays as it is, and the job says where to look."""
    job = hand_in(place, vide_txt=b"")
    assert (job.state, job.generation) == ("refused", 0)
    assert job.reason
    assert current_number(place.settings.home) == 0


def test_a_document_is_taken_out_wherever_it_came_from(place: Workplace, corpus: Path) -> None:
    """A file of the corpus folder stays in its place but answers no more, even after the folder is read again."""
    hand_in(place, rapport_md="# Rapport\n\nUn texte.")
    assert told(take_out(place, "depots/rapport")) == [("depots/rapport", "done", "removed")]
    assert told(take_out(place, "ferme")) == [("ferme", "done", "removed")]
    assert carry(place, Order("corpus", "corpus")).state == "done"
    assert documents(place.settings).keys() == {"logement", "mecenat"}
    assert (corpus / "ferme.md").is_file()
    hand_in(place, rapport_md="# Rapport\n\nUn texte.")
    assert "depots/rapport" in documents(place.settings)


def test_the_corpus_folder_is_read_again(place: Workplace, write: Callable[[str, str], None], corpus: Path) -> None:
    """An editor who put files into the folder sees which documents came, changed, went or were refused."""
    carry(place, Order("corpus", "corpus"))
    write("neuf.md", "# Neuf\n\nUn nouveau document.")
    write("ferme.md", "# Ferme\n\nAutre chose.")
    write("mauvais.md", "---\nyear: hier\n---\nTexte.")
    (corpus / "mecenat.md").unlink()
    job = carry(place, Order("corpus", "corpus"))
    assert sorted(told(job)) == [
        ("ferme", "done", "changed"),
        ("mauvais", "refused", "front-matter"),
        ("mecenat", "done", "removed"),
        ("neuf", "done", "added"),
    ]


def test_a_job_may_stop_before_publishing(place: Workplace, publisher: GenerationPublisher) -> None:
    """Nobody gets an answer from a document that waits, and publishing it is one step for all that wait."""
    carry(place, Order("corpus", "corpus"))
    first = hand_in(place, publish=False, a_md="# A\n\nPremier.")
    second = hand_in(place, publish=False, b_md="# B\n\nSecond.")
    assert [(job.state, told(job)[0][1]) for job in (first, second)] == [("ready", "ready")] * 2
    assert documents(place.settings).keys() == CORPUS
    assert place.holdings.holdings() == []
    preview = load_preview(place.settings.home)
    assert preview
    assert [one.id for one in preview.added] == ["depots/a", "depots/b"]
    assert preview.job_id == second.id
    manifest = publisher.publish()
    assert documents(place.settings).keys() == {*CORPUS, "depots/a", "depots/b"}
    ended = [place.jobs.job(job.id) for job in (first, second)]
    assert [(job.state, job.generation, told(job)[0][1:]) for job in ended] == [
        ("done", manifest.number, ("done", "added"))
    ] * 2
    with pytest.raises(NothingReadyError):
        publisher.publish()


def test_what_is_dropped_stays_out(place: Workplace, publisher: GenerationPublisher) -> None:
    """A refused preview comes back with no later job."""
    carry(place, Order("corpus", "corpus"))
    job = hand_in(place, publish=False, a_md="# A\n\nPremier.")
    publisher.drop()
    assert place.jobs.job(job.id).state == "cancelled"
    assert ready_folder(place.settings.home) is None
    assert place.holdings.contents((job.id,)).holdings == ()
    hand_in(place, b_md="# B\n\nSecond.")
    assert documents(place.settings).keys() == {*CORPUS, "depots/b"}
    with pytest.raises(NothingReadyError):
        publisher.drop()


def test_what_waits_follows_what_is_published_meanwhile(place: Workplace, publisher: GenerationPublisher) -> None:
    """A colleague's urgent document neither publishes nor loses the one that waits for a second look."""
    carry(place, Order("corpus", "corpus"))
    waiting = hand_in(place, publish=False, a_md="# A\n\nPremier.")
    urgent = hand_in(place, b_md="# B\n\nSecond.")
    assert documents(place.settings).keys() == {*CORPUS, "depots/b"}
    assert (urgent.state, place.jobs.job(waiting.id).state) == ("done", "ready")
    publisher.publish()
    assert documents(place.settings).keys() == {*CORPUS, "depots/a", "depots/b"}


def test_going_back_is_not_undone_by_the_next_job(place: Workplace, publisher: GenerationPublisher) -> None:
    """After a return to an earlier version, what was undone stays undone until someone hands it in again."""
    hand_in(place, a_md="# A\n\nPremière version.")
    hand_in(place, a_md="# A\n\nMauvaise version.", b_md="# B\n\nSecond.")
    publisher.go_to(1)
    assert text_of(documents(place.settings)["depots/a"]) == "Première version."
    hand_in(place, c_md="# C\n\nTroisième.")
    found = documents(place.settings)
    assert found.keys() == {*CORPUS, "depots/a", "depots/c"}
    assert text_of(found["depots/a"]) == "Première version."
    publisher.go_to(2)
    assert documents(place.settings).keys() == {*CORPUS, "depots/a", "depots/b"}
    with pytest.raises(NoEarlierError):
        publisher.go_to(9)


def test_a_publication_broken_off_is_finished(place: Workplace, publisher: GenerationPublisher) -> None:
    """A power cut between the new version and its records leaves them agreeing at the next start."""
    from ingest.publishing import publish_ready

    carry(place, Order("corpus", "corpus"))
    job = hand_in(place, publish=False, a_md="# A\n\nPremier.")
    publish_ready(place.settings.home)
    publisher.reconcile()
    assert place.jobs.job(job.id).state == "done"
    assert [one.document_id for one in place.holdings.holdings()] == ["depots/a"]
    hand_in(place, b_md="# B\n\nSecond.")
    assert "depots/a" in documents(place.settings)


def test_a_killed_worker_s_document_is_told_as_added(place: Workplace) -> None:
    """A job taken up again after its version was published says what it brought, once."""
    job = place.jobs.add(Order("upload", "dépôt", arrivals=arrivals(place.settings, a_md="# A\n\nPremier.")))
    carry_out(place, job.id, lambda: False)
    from assistant.state.holdings import HOLDINGS  # what the worker had not yet written

    with place.holdings._database.writing() as connection:
        connection.execute(HOLDINGS.delete())
    place.jobs.update(job.id, state="publishing")
    place.jobs.take_up()
    carry_out(place, job.id, lambda: False)
    assert told(place.jobs.job(job.id)) == [("depots/a", "done", "added")]
    assert current_number(place.settings.home) == 1
    assert [one.document_id for one in place.holdings.holdings()] == ["depots/a"]


def test_a_cancelled_job_leaves_no_trace(place: Workplace) -> None:
    """Pressing « Annuler » while files are read keeps all of them out."""
    carry(place, Order("corpus", "corpus"))
    job = place.jobs.add(Order("upload", "dépôt", arrivals=arrivals(place.settings, a_md="# A\n\nPremier.")))

    def press() -> bool:
        if place.jobs.job(job.id).state == "reading":
            place.jobs.cancel(job.id)
        return False

    carry_out(place, job.id, press)
    ended = place.jobs.job(job.id)
    assert (ended.state, ended.documents[0].state) == ("cancelled", "cancelled")
    assert documents(place.settings).keys() == CORPUS
    hand_in(place, b_md="# B\n\nSecond.")
    assert "depots/a" not in documents(place.settings)


def test_a_job_cancelled_at_the_last_moment_takes_only_itself_back(
    place: Workplace, corpus: Path, publisher: GenerationPublisher
) -> None:
    """While the preview is made, « Annuler » takes the job out of what waits, and leaves the other jobs in it."""
    question = {"id": "1", "kind": "fact", "question": "Que fait la ferme ?", "answerable": True}
    question["expected_documents"] = ["ferme"]
    (corpus / "questions.jsonl").write_text(json.dumps(question) + "\n", "utf-8")
    carry(place, Order("corpus", "corpus"))

    def hand_in_and_cancel(**contents: str) -> Job:
        order = Order("upload", "dépôt", publish=False, arrivals=arrivals(place.settings, **contents))
        job = place.jobs.add(order)

        def press() -> bool:
            if place.jobs.job(job.id).documents[0].state == "ready" and not place.jobs.is_cancelled(job.id):
                place.jobs.cancel(job.id)
            return False

        carry_out(place, job.id, press)
        return place.jobs.job(job.id)

    assert hand_in_and_cancel(a_md="# A\n\nPremier.").state == "cancelled"
    assert ready_folder(place.settings.home) is None
    waiting = hand_in(place, publish=False, b_md="# B\n\nSecond.")
    assert hand_in_and_cancel(c_md="# C\n\nTroisième.").state == "cancelled"
    assert place.jobs.ready() == [waiting.id]
    publisher.publish()
    assert documents(place.settings).keys() == {*CORPUS, "depots/b"}


def test_a_worker_that_stops_leaves_its_job_for_the_next(place: Workplace) -> None:
    """An update of the program in the middle of a drop loses none of it."""
    job = carry(
        place, Order("upload", "dépôt", arrivals=arrivals(place.settings, a_md="# A\n\nPremier.")), lambda: True
    )
    assert (job.state, job.documents[0].state) == ("queued", "queued")
    carry_out(place, job.id, lambda: False)
    assert told(place.jobs.job(job.id)) == [("depots/a", "done", "added")]


def test_a_job_waits_for_a_command_that_builds(place: Workplace) -> None:
    """A file handed in while `rameau ingest` runs is not refused."""
    from assistant.disk import build_lock

    job = place.jobs.add(Order("upload", "dépôt", arrivals=arrivals(place.settings, a_md="# A\n\nPremier.")))
    with build_lock(place.settings.home):
        thread = threading.Thread(target=carry_out, args=(place, job.id, lambda: False))
        thread.start()
        time.sleep(1)
        assert place.jobs.job(job.id).state not in ENDED
    thread.join(20)
    assert place.jobs.job(job.id).state == "done"


def test_a_setting_that_is_wrong_is_told_as_such(settings: Settings, place: Workplace) -> None:
    """A corpus folder that was moved away empties nothing, and the job names the setting."""
    hand_in(place, a_md="# A\n\nPremier.")
    gone = replace(place, settings=settings.model_copy(update={"corpus_dir": settings.home / "none"}))
    job = carry(gone, Order("corpus", "corpus"))
    assert job.state == "failed"
    assert "réglage" in job.reason
    assert "depots/a" in documents(settings)


@pytest.mark.slow
def test_an_address_becomes_a_document_that_follows_it(place: Workplace, site: WebSite) -> None:
    """A page is fetched, fetched again only when it changed, kept when it moves, and never lost because it is down."""
    site.page("/guide", "Le guide")
    url = f"{site.url}/guide"
    fetch = Order("address", url, arrivals=(Arrival(url, url=url),))
    job = carry(place, fetch)
    [(document_id, state, outcome)] = told(job)
    assert (state, outcome) == ("done", "added")
    assert told(carry(place, fetch)) == [(document_id, "done", "unchanged")]
    site.page("/guide", "Le guide, deuxième édition")
    assert told(carry(place, fetch)) == [(document_id, "done", "changed")]
    site.pages["/nouveau"] = site.pages["/guide"]
    site.redirect("/guide", "/nouveau")
    carry(place, fetch)
    moved = place.holdings.holding(document_id)
    assert moved
    assert moved.url.endswith("/nouveau")
    assert any(alias.endswith("/guide") for alias in moved.aliases)
    site.pages["/guide"] = Answer(b"busy", 500)
    down = carry(place, fetch)
    assert (down.state, told(down)[0][1:]) == ("refused", ("refused", "http"))
    assert place.holdings.holding(document_id) == moved
    site.pages["/guide"] = Answer(b"", 410)
    gone = carry(place, fetch)
    assert told(gone)[0][1:] == ("refused", "gone")
    assert [one.document_id for one in place.holdings.holdings("missing")] == [document_id]
    assert document_id in documents(place.settings)


def test_no_job_reaches_the_internal_network(place: Workplace, settings: Settings, site: WebSite) -> None:
    """An address of an internal service is refused, with no connection made."""
    closed = replace(place, settings=settings.model_copy(update={"fetch_allow": ""}))
    url = f"{site.url}/secret"
    job = carry(closed, Order("address", url, arrivals=(Arrival(url, url=url),)))
    assert told(job)[0][1:] == ("refused", "forbidden-address")
    assert site.requests == []


def catalogue(place: Workplace, site: WebSite, *pages: str, every: str = "never", **options: str) -> None:
    site.sitemap("/sitemap.xml", *(f"{site.url}/{page}" for page in pages))
    lines = {"title": "Le site", "kind": "sitemap", "address": f"{site.url}/sitemap.xml", "publish": "auto", **options}
    text = "".join(f"    {name}: {value}\n" for name, value in lines.items())
    path = place.settings.corpus_dir / "sources.yaml"
    path.write_text(f"sources:\n  - name: site\n{text}    every: {every}\n", "utf-8")
    for page in pages:
        if f"/{page}" not in site.pages:
            site.page(f"/{page}", f"Page {page}")


def refresh(place: Workplace, *, force: bool = False) -> Job:
    Calendar(place).look()
    return carry(place, Order("source", "Le site", source="site", force=force))


@pytest.mark.slow
def test_a_source_is_followed_and_nothing_vanishes_by_itself(place: Workplace, site: WebSite) -> None:
    """New pages come in, a page that left waits for a person, an outage or a rebuilt site removes nothing."""
    catalogue(place, site, "a", "b", "c", labels="{themes: [emploi]}")
    first = refresh(place)
    assert [one.outcome for one in first.documents] == ["added"] * 3
    assert all(one.themes == ("emploi",) for id_, one in documents(place.settings).items() if id_ not in CORPUS)
    catalogue(place, site, "a", "b")
    assert refresh(place).state == "done"
    [missing] = place.holdings.holdings("missing")
    assert missing.url.endswith("/c")
    assert missing.document_id in documents(place.settings)
    catalogue(place, site, "z")
    blocked = refresh(place)
    assert "2 de ses 2" in blocked.reason
    assert len(place.holdings.holdings("missing")) == 1
    site.pages["/sitemap.xml"] = Answer(b"down", 500)
    down = refresh(place)
    assert (down.state, place.sources.source("site").failures) == ("failed", 1)
    assert len(documents(place.settings)) == len(CORPUS) + 4
    catalogue(place, site, "z")
    refresh(place, force=True)
    assert len(place.holdings.holdings("missing")) == 3
    assert place.sources.source("site").failures == 0


@pytest.mark.slow
def test_what_a_person_decided_about_a_source_stays(place: Workplace, site: WebSite) -> None:
    """A page taken out doesn't come back with the next visit, one that is kept is not asked about again."""
    catalogue(place, site, "a", "b", "c")
    ids = {one.name.rpartition("/")[2]: one.document_id for one in refresh(place).documents}
    take_out(place, ids["a"])
    catalogue(place, site, "a", "b")
    refresh(place)
    place.holdings.decide(ids["c"], "keep", state="present")
    refresh(place)
    assert place.holdings.holdings("missing") == []
    found = documents(place.settings)
    assert ids["a"] not in found
    assert ids["c"] in found


@pytest.mark.slow
def test_refreshes_are_asked_for_when_they_are_due(place: Workplace, site: WebSite) -> None:
    """A source with a rhythm needs nobody; one without waits for somebody; none is asked for twice."""
    catalogue(place, site, "a", every="1 day")
    calendar = Calendar(place)
    calendar.look()
    [job] = place.jobs.jobs()
    assert (job.kind, job.source, job.requested_by) == ("source", "site", "planification")
    calendar._looked = 0
    calendar.look()
    assert len(place.jobs.jobs()) == 1
    carry_out(place, job.id, lambda: False)
    calendar._looked = 0
    calendar.look()
    assert len(place.jobs.jobs()) == 1
    assert place.sources.source("site").next_run


def test_a_file_of_sources_with_a_mistake_changes_nothing(place: Workplace, site: WebSite) -> None:
    """The sources that were there stay until the file can be read."""
    catalogue(place, site, "a")
    Calendar(place).look()
    (place.settings.corpus_dir / "sources.yaml").write_text("sources: [{name: '!'}]", "utf-8")
    Calendar(place).look()
    assert [one.name for one in place.sources.sources()] == ["site"]


@pytest.mark.slow
def test_one_worker_carries_out_what_is_queued(settings: Settings, place: Workplace) -> None:
    """A second worker waits its turn, and a command finds out that one is there."""
    assert not has_worker(settings)
    stop = threading.Event()
    work = partial(run_worker, settings, stop, embedder, niceness=0)
    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    jobs = [
        place.jobs.add(Order("upload", "x", arrivals=arrivals(settings, **{f"n{n}_md": f"# N\n\nTexte {n}."})))
        for n in range(3)
    ]
    deadline = time.monotonic() + 60
    while any(place.jobs.job(job.id).state not in ENDED for job in jobs) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert has_worker(settings)
    with pytest.raises(BusyError):
        run_job(settings, jobs[0].id, embedder)
    asked = time.monotonic()
    stop.set()
    for worker in workers:
        worker.join(5)
    assert time.monotonic() - asked < 2
    assert [place.jobs.job(job.id).state for job in jobs] == ["done"] * 3
    assert documents(settings).keys() == {*CORPUS, "depots/n0", "depots/n1", "depots/n2"}


@pytest.mark.slow
def test_a_job_is_carried_out_at_once_where_no_worker_is(settings: Settings, place: Workplace) -> None:
    """The command line needs no second program."""
    job = place.jobs.add(Order("upload", "x", arrivals=arrivals(settings, a_md="# A\n\nTexte.")))
    run_job(settings, job.id, embedder)
    assert place.jobs.job(job.id).state == "done"
    with worker_lock(settings):
        assert has_worker(settings)


@pytest.mark.slow
def test_what_waits_follows_a_command_that_publishes(settings: Settings, place: Workplace, corpus: Path) -> None:
    """After `rameau ingest` at the terminal, a preview that waited can still be published, and loses nothing."""
    carry(place, Order("corpus", "corpus"))
    hand_in(place, publish=False, a_md="# A\n\nPremier.")
    (corpus / "neuf.md").write_text("# Neuf\n\nUn nouveau document.", "utf-8")
    ingest(corpus, settings.home, embedder())
    publisher = GenerationPublisher(settings, place.jobs, place.holdings)
    with pytest.raises(NothingReadyError):
        publisher.publish()
    stop = threading.Event()
    worker = threading.Thread(target=partial(run_worker, settings, stop, embedder, niceness=0))
    worker.start()
    deadline = time.monotonic() + 60
    while ready_base(settings) != current_number(settings.home) and time.monotonic() < deadline:
        time.sleep(0.1)
    stop.set()
    worker.join()
    publisher.publish()
    assert documents(settings).keys() == {*CORPUS, "depots/a", "neuf"}


def ready_base(settings: Settings) -> int:
    manifest = ready_manifest(settings.home)
    return manifest.base if manifest else 0
