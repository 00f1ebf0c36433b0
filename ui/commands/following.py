"""Jobs on the command line: listed, followed, tried again, cancelled."""

from typing import TYPE_CHECKING, Annotated

import typer

from ui import cli_texts as texts
from ui.commands.options import Json, read_settings

if TYPE_CHECKING:
    from assistant.jobs import Job
    from ui.commands.desk import Desk


def jobs_command(
    job_id: Annotated[str, typer.Argument(metavar="[TRAVAIL]", help=texts.JOB)] = "",
    follow: Annotated[bool, typer.Option("--follow", help=texts.FOLLOW)] = False,
    retry: Annotated[bool, typer.Option("--retry", help=texts.RETRY_JOB)] = False,
    cancel: Annotated[bool, typer.Option("--cancel", help=texts.CANCEL_JOB)] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="NOMBRE", min=1, max=1000, help=texts.LIMIT)] = 20,
    json: Json = False,
) -> None:
    """List jobs, or follow, try again or cancel one."""
    from ui.commands.desk import open_desk

    with open_desk(read_settings()) as desk:
        if not (job_id or follow or retry or cancel):
            _list(desk, limit, json=json)
            return
        job = _find(desk, job_id)
        if retry:
            _retry(desk, job, json=json)
        elif cancel:
            _show(desk.place.jobs.cancel(job.id), json=json)
        else:
            _show(_followed(desk, job) if follow else job, json=json)


def _list(desk: "Desk", limit: int, *, json: bool) -> None:
    from dataclasses import asdict

    from ui import console
    from ui.commands import showing

    jobs = desk.place.jobs.jobs(limit)
    if json:
        console.write_json([asdict(job) for job in jobs])
    else:
        showing.show_jobs(jobs)


def _find(desk: "Desk", beginning: str) -> "Job":
    """Give the job whose id begins so, or the newest."""
    from ui.commands.errors import CommandError

    found = [job for job in desk.place.jobs.jobs(1000) if job.id.startswith(beginning)]
    if not found or (len(found) > 1 and beginning):
        raise CommandError((texts.SEVERAL_JOBS if found else texts.NO_SUCH_JOB).format(id=beginning))
    return desk.place.jobs.job(found[0].id)


def _retry(desk: "Desk", job: "Job", *, json: bool) -> None:
    from ui.commands import showing
    from ui.commands.carrying import carry_out, exit_code
    from ui.commands.ordering import user_name

    again = desk.place.jobs.retry(job.id, requested_by=user_name())
    with showing.progress(again) as tell:
        ended = carry_out(desk, again.id, tell)
    _show(ended, json=json)
    if code := exit_code((ended,)):
        raise typer.Exit(code)


def _followed(desk: "Desk", job: "Job") -> "Job":
    from ui.commands import showing
    from ui.commands.carrying import follow

    with showing.progress(job) as tell:
        return follow(desk.place.jobs, job.id, tell)


def _show(job: "Job", *, json: bool) -> None:
    from dataclasses import asdict

    from ui import console
    from ui.commands import showing

    if json:
        console.write_json(asdict(job))
    else:
        showing.show_job(job)
