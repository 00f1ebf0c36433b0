"""What the program says in French of the language model: why it can't be used, and why it gave up."""

from typing import Final

NAME_WRONG: Final = "RAMEAU_LLM vaut « {name} » : écrivez « fournisseur:modèle », par exemple « ollama:qwen3 »."
NOT_PREPARED: Final = "RAMEAU_LLM vaut « {name} » : ce modèle n'a pas pu être préparé ({why})."
SETTINGS_REFUSED: Final = "RAMEAU_LLM vaut « {name} » : le fournisseur refuse ces réglages ({why})."
PACKAGE_MISSING: Final = (
    "RAMEAU_LLM vaut « {name} » : il manque le paquet {package}. Dans le dossier du projet : {command}"
)
INSTALL_EXTRA: Final = ".uv/bin/uv pip install --python .venv/bin/python --editable '.[{extra}]'"
INSTALL_PACKAGE: Final = ".uv/bin/uv pip install --python .venv/bin/python {package}"

FILE_MISSING: Final = (
    "RAMEAU_LLM : pas de fichier « {path} ». Donnez le chemin complet d'un modèle GGUF : llamacpp:/chemin/modele.gguf"
)
FILE_NOT_GGUF: Final = (
    "RAMEAU_LLM : « {path} » n'est pas un modèle GGUF. Téléchargez le fichier .gguf lui-même, pas la page qui en parle."
)
FILE_TOO_BIG: Final = (
    "RAMEAU_LLM : « {path} » demande environ {needed:.1f} Go de mémoire et il en reste {free:.1f}. Prenez un modèle "
    "plus petit ou plus compressé (Q4), ou fermez d'autres programmes."
)
FILE_NOT_LOADED: Final = (
    "RAMEAU_LLM : llama.cpp n'a pas pu charger « {path} ». Le fichier est peut-être incomplet : téléchargez-le de "
    "nouveau ; ou son architecture trop récente : mettez xllamacpp à jour."
)

QUEUE_FULL: Final = "trop de questions l'attendent déjà"
QUEUE_SLOW: Final = "il répond encore à d'autres questions"
TOO_LONG: Final = "sa réponse n'était pas finie au bout de {seconds:g} s"
GARBLED: Final = "sa réponse contient des caractères illisibles"
REFUSALS: Final = {
    401: "son serveur refuse la clé",
    403: "son serveur refuse la clé",
    404: "son serveur ne connaît pas ce modèle ou cette adresse",
    429: "son serveur reçoit trop de demandes",
}
"""Why a server said no, by HTTP status."""

TRIAL: Final = ("Réponds en un mot.", "Dis : oui.")
"""What is asked of a model to know whether it answers: the rules, then the question."""
