"""What brings documents in: the corpus folder, files, addresses and sources."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui import cli_texts as texts
from ui.commands.options import EXIT_PARTIAL, Json, read_settings

if TYPE_CHECKING:
    from assistant.jobs import Holding
    from assistant.settings import Settings
    from assistant.state.orders import Order
    from ingest.engines import EngineProcess
    from ingest.report import IngestReport
    from ui.commands.desk import Desk


def ingest_command(
    named: Annotated[list[str] | None, typer.Argument(metavar="[QUOI]...", help=texts.NAMED)] = None,
    corpus: Annotated[Path | None, typer.Option("--corpus", metavar="DOSSIER", help=texts.CORPUS)] = None,
    preview: Annotated[bool, typer.Option("--preview", help=texts.STOP_BEFORE)] = False,
    force: Annotated[bool, typer.Option("--force", help=texts.FORCE)] = False,
    json: Json = False,
) -> None:
    """Bring documents into the knowledge base."""
    if not named and not preview:
        from ingest.engines import EngineProcess

        # Loading the engines takes longest: another core does it while this one reads settings, model and documents.
        with closing(EngineProcess()) as engines:
            settings = read_settings()
            _ingest_corpus(settings, corpus or settings.corpus_dir, engines, json=json)
        return
    settings = read_settings()
    from assistant.state.orders import Order
    from ui.commands.desk import open_desk
    from ui.commands.ordering import orders_of, user_name

    if corpus:
        settings = settings.model_copy(update={"corpus_dir": corpus})
    with open_desk(settings) as desk:
        if named:
            orders = orders_of(desk, named, publish=False if preview else None, force=force)
        else:
            orders = [Order("corpus", texts.CORPUS_FOLDER, user_name(), publish=False)]
        carry_out_all(desk, orders, json=json)


def carry_out_all(desk: "Desk", orders: "list[Order]", *, json: bool) -> None:
    """Carry orders out one after the other, show how far they are and what became of them, and end the program."""
    from dataclasses import asdict

    from ui import console
    from ui.commands import showing
    from ui.commands.carrying import carry_out, exit_code

    jobs = []
    for order in orders:
        job = desk.place.jobs.add(order)
        with showing.progress(job) as tell:
            jobs.append(carry_out(desk, job.id, tell))
        if not json:
            showing.show_job(jobs[-1])
    if json:
        console.write_json([asdict(job) for job in jobs])
    if code := exit_code(jobs):
        raise typer.Exit(code)


def _ingest_corpus(settings: "Settings", corpus: Path, engines: "EngineProcess", *, json: bool) -> None:
    from dataclasses import asdict

    from ui import console
    from ui.commands.desk import has_records

    build = _with_records if has_records(settings) else _build
    report = build(settings, corpus, engines)
    if json:
        console.write_json(asdict(report))
    else:
        console.show_report(report)
    if report.refused:
        raise typer.Exit(EXIT_PARTIAL)


def _build(
    settings: "Settings",
    corpus: Path,
    engines: "EngineProcess",
    held: tuple["Holding", ...] = (),
    withdrawn: frozenset[str] = frozenset(),
    questions: dict[str, tuple[str, ...]] | None = None,
) -> "IngestReport":
    from assistant.factory import build_embedder
    from ingest.pipeline import ingest
    from ingest.sandbox import limits_of
    from ui import console

    embedder = build_embedder(settings, console.say_preparing)
    with console.progress() as tell:
        return ingest(
            corpus,
            settings.home,
            embedder,
            holdings=held,
            withdrawn=withdrawn,
            questions=questions,
            limits=limits_of(settings),
            largest=settings.upload_max_bytes,
            chroma_url=settings.chroma_url,
            keep=settings.generations_kept,
            engines=engines,
            progress=tell,
        )


def _with_records(settings: "Settings", corpus: Path, engines: "EngineProcess") -> "IngestReport":
    """Keep what came otherwise than by the folder, and remember it under the new generation for whoever goes back."""
    from assistant.manifest import Manifest, generation_folder
    from ui.commands.desk import open_desk

    with open_desk(settings) as desk:
        contents = desk.place.holdings.contents()
        accepted = desk.place.questions.accepted()
        report = _build(settings, corpus, engines, contents.holdings, contents.withdrawn, accepted)
        if report.published:
            manifest = Manifest.load(generation_folder(settings.home, report.generation))
            desk.place.holdings.publish((), manifest.number, manifest.created)
    return report


def sources_command(
    refresh: Annotated[str, typer.Option("--refresh", metavar="NOM", help=texts.REFRESH)] = "",
    force: Annotated[bool, typer.Option("--force", help=texts.FORCE)] = False,
    confirm: Annotated[list[str] | None, typer.Option("--confirm", metavar="DOCUMENT", help=texts.CONFIRM)] = None,
    keep: Annotated[list[str] | None, typer.Option("--keep", metavar="DOCUMENT", help=texts.KEEP)] = None,
    json: Json = False,
) -> None:
    """List the sources, look at one now, or decide on documents that one no longer has."""
    from dataclasses import asdict

    from ui import console
    from ui.commands import missing, showing
    from ui.commands.desk import open_desk
    from ui.commands.ordering import define_sources, orders_of

    with open_desk(read_settings()) as desk:
        if keep or confirm:
            missing.decide(desk, confirm or (), keep or (), json=json)
            return
        define_sources(desk)
        if refresh:
            carry_out_all(desk, orders_of(desk, (refresh,), publish=None, force=force), json=json)
            return
        sources = desk.place.sources.sources()
        if json:
            lost = desk.place.holdings.holdings("missing")
            gone = {source.name: [one.document_id for one in lost if one.source == source.name] for source in sources}
            console.write_json([asdict(source) | {"missing": gone[source.name]} for source in sources])
        else:
            showing.show_sources(sources)
            showing.show_missing(desk.place.holdings.holdings("missing"))
