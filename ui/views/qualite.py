"""How good the answers are: the last evaluation, what is aimed at, and how the figures changed."""

from collections.abc import Mapping

import altair as alt
import streamlit as st

from assistant.quality import EvaluationRun, reaches
from ui import session
from ui.quality import texts, wording
from ui.replies import ClientError

HEIGHT = 480  # of the chart with the legend under it


def chosen(runs: tuple[EvaluationRun, ...]) -> list[EvaluationRun]:
    """Let the person choose a set of questions and a system; give its evaluations, newest first."""
    sets = list(dict.fromkeys(run.set_name for run in runs))
    asked = st.selectbox(texts.CHOOSE, sets, format_func=texts.set_label) if len(sets) > 1 else sets[0]
    systems = list(dict.fromkeys(run.system for run in runs if run.set_name == asked))
    system = st.selectbox(texts.CHOOSE_SYSTEM, systems) if len(systems) > 1 else systems[0]
    return [run for run in runs if (run.set_name, run.system) == (asked, system)]


def draw_last(run: EvaluationRun, before: EvaluationRun | None, targets: Mapping[str, float]) -> None:
    """Draw the figures of an evaluation, group by group, with what they rest on."""
    st.subheader(texts.LAST, anchor=False)
    facts = (wording.day(run.created), texts.questions(run.questions), texts.GENERATION.format(number=run.generation))
    st.caption(" · ".join(facts))
    st.caption(wording.since(run, before))
    rows = [
        {
            texts.MEASURE: label,
            texts.VALUE: wording.value(name, figure.value, targets),
            texts.TARGET: _target(name, figure.value, targets),
            texts.CHANGE: wording.signed(name, wording.change(name, run, before)),
            "95 %": wording.bounds(figure),
            texts.COUNT: figure.count,
        }
        for name, label in texts.NAMES.items()
        if (figure := run.figures.get(name))
    ]
    st.dataframe(rows, hide_index=True, height="content")
    st.caption(texts.FEW)


def _target(name: str, value: float, targets: Mapping[str, float]) -> str:
    reached = reaches(name, value, targets)
    if reached is None:
        return ""
    return f"{wording.target(name, targets)} {'✓' if reached else '✗'}"


def draw_trend(runs: list[EvaluationRun], targets: Mapping[str, float]) -> None:
    """Draw the main figures from one evaluation to the next."""
    points = [
        {texts.DATE: run.created, texts.MEASURE: texts.NAMES[name], texts.VALUE: figure.value}
        for run in runs
        for name in texts.MAIN
        if (figure := run.figures.get(name))
    ]
    st.subheader(texts.TREND, anchor=False)
    scale = alt.Scale(domain=[0, 1])
    lines = (
        alt.Chart(alt.InlineData(values=points), height=HEIGHT)
        .mark_line(point=True)
        .encode(
            x=alt.X(f"{texts.DATE}:T", title=None, axis=alt.Axis(format="%d/%m/%Y", labelOverlap=True)),
            y=alt.Y(f"{texts.VALUE}:Q", title=None, scale=scale),
            color=alt.Color(
                f"{texts.MEASURE}:N", legend=alt.Legend(orient="bottom", columns=1, labelLimit=0, title=None)
            ),
            tooltip=[f"{texts.MEASURE}:N", alt.Tooltip(f"{texts.VALUE}:Q", format=".2f"), f"{texts.DATE}:T"],
        )
    )
    aimed = [{texts.MEASURE: texts.NAMES[name], texts.VALUE: targets[name]} for name in texts.MAIN if name in targets]
    rules = (
        alt.Chart(alt.InlineData(values=aimed))
        .mark_rule(strokeDash=[4, 4], opacity=0.5)
        .encode(y=alt.Y(f"{texts.VALUE}:Q", title=None, scale=scale), color=f"{texts.MEASURE}:N")
    )
    st.altair_chart(lines + rules if aimed else lines, width="stretch")
    st.caption(texts.DASHED if aimed else "")


def draw_kinds(run: EvaluationRun) -> None:
    """Draw the figures of each kind of question."""
    st.subheader(texts.BY_KIND, anchor=False)
    rows = [
        {texts.KIND: kind}
        | {
            short: wording.number(name, found.value if (found := figures.get(name)) else None)
            for name, short in texts.SHORT.items()
        }
        for kind, figures in run.kinds.items()
    ]
    st.dataframe(rows, hide_index=True, height="content")


st.title(texts.TITLE)
st.markdown(texts.LEAD)
try:
    kept = session.client().evaluations()
except ClientError as error:
    st.error(str(error), icon=":material/cloud_off:")
else:
    if not kept.items:
        st.info(texts.NOTHING, icon=":material/query_stats:")
    else:
        runs = chosen(kept.items)
        told = texts.SET_TOLD.get(runs[0].set_name)
        if told:
            st.caption(told)
        aims = kept.targets.get(runs[0].set_name, {})
        draw_last(runs[0], runs[1] if len(runs) > 1 else None, aims)
        if len(runs) > 1:
            draw_trend(runs, aims)
        if runs[0].kinds:
            draw_kinds(runs[0])
        with st.expander(texts.READING, icon=":material/help:"):
            st.markdown("\n".join(f"- {line}" for line in texts.AS_READ))
