"""Examples and descriptions of the API's documentation, in French."""

from typing import Any, Final

ANSWERS_DESCRIPTION: Final = """\
Rend par défaut un flux d'événements (`text/event-stream`) :

1. `sources` : les passages retrouvés et la question telle qu'elle a été comprise ;
2. `token` (plusieurs) : des morceaux du texte ;
3. `answer` : la réponse entière, qui remplace les morceaux ;
4. `error`, à la place de `answer` : un problème (RFC 9457).

Avec `Accept: application/json`, rend seulement la réponse entière. Raccrocher arrête le travail."""

_PASSAGE: Final = {
    "id": "etudes-de-cas/solifap#les-resultats.1",
    "document_id": "etudes-de-cas/solifap",
    "title": "Solifap",
    "url": "https://www.example.org/solifap",
    "text": "Le fonds a investi dans douze projets.",
    "heading_path": ["Les résultats"],
    "page": None,
    "kind": "étude de cas",
    "year": 2019,
}
_ANSWER: Final = {
    "text": "Le fonds a investi dans douze projets [1].",
    "citations": [
        {"number": 1, "passage": _PASSAGE, "quote": "Le fonds a investi dans douze projets.", "start": 0, "end": 38}
    ],
    "sources": [{**_PASSAGE, "score": 0.91, "signals": {"dense": 0.88, "lexical": 12.4}}],
    "related": [],
    "abstained": False,
    "understood": {"question": "Quels sont les résultats de Solifap ?", "filters": {"themes": [], "regions": []}},
    "language": "fr",
    "generation": 3,
    "notice": "",
    "timings": {"retrieval": 31.5, "answer": 4.2, "total": 35.7},
}

ANSWERS_RESPONSE: Final[dict[str, Any]] = {
    "description": "La réponse et ses preuves",
    "content": {
        "application/json": {"example": _ANSWER},
        "text/event-stream": {
            "schema": {"type": "string"},
            "example": 'event: sources\ndata: {"sources": […], "understood": {…}}\n\n'
            'event: token\ndata: {"text": "Le fonds"}\n\nevent: answer\ndata: {"text": "…", …}\n\n',
        },
    },
}
