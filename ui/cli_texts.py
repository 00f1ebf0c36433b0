"""Every sentence of the program `rameau`, in French."""

from typing import Final

from ui.texts import count

APP_HELP: Final = """\
Assistant RAMEAU : des réponses dont chaque phrase est prouvée par le corpus.

Codes de sortie : 0 tout va bien ; 1 erreur ; 2 commande mal écrite ; 3 fait en partie (des documents refusés).
Les réglages sont des variables d’environnement RAMEAU_…, ou des lignes du fichier .env."""
INGEST_HELP: Final = """\
Met la base de connaissances à jour.

Sans argument : d’après le dossier du corpus. Sinon : avec les fichiers, dossiers, adresses https://… et sources nommés.
Seul ce qui a changé est traité ; les réponses continuent pendant ce temps.
Codes de sortie : 0 à jour ; 1 erreur, la base n’a pas changé ; 3 à jour, mais des documents ont été refusés."""
SOURCES_HELP: Final = """\
Liste les sources de documents et ce qu’elles n’ont plus, ou en actualise une.

Elles s’écrivent dans sources.yaml, dans le dossier du corpus.
Codes de sortie : 0 fait ; 1 erreur, la source n’a pas pu être lue ; 3 des documents ont été refusés."""
JOBS_HELP: Final = """\
Liste les travaux, en suit un, le reprend ou l’annule.

Un travail se nomme par le début de son numéro ; sans numéro, c’est le plus récent.
Codes de sortie : 0 fait ; 1 erreur, ou travail en échec ; 3 des documents ont été refusés."""
PREVIEW_HELP: Final = """\
Montre ce qui changerait si la version en attente était publiée.

Documents, réponses aux questions de référence, qualité mesurée. Codes de sortie : 0 une version attend ; 1 aucune."""
PUBLISH_HELP: Final = """\
Publie la version en attente, ou l’abandonne.

Codes de sortie : 0 fait ; 1 erreur, par exemple aucune version en attente."""
DOCUMENTS_HELP: Final = """\
Cherche parmi les documents de la base, ou en retire un.

Codes de sortie : 0 fait, même si rien n’est trouvé ; 1 erreur."""
WORKER_HELP: Final = """\
Traite les travaux demandés et relit les sources, jusqu’à Ctrl-C.

« rameau up » le lance déjà. Codes de sortie : 0 arrêt demandé ; 1 erreur."""
ASK_HELP: Final = """\
Pose une question et affiche la réponse avec ses sources.

La question va à l’API si elle tourne, sinon elle est traitée sur place.
Codes de sortie : 0 réponse, même pour dire que le corpus ne répond pas ; 1 erreur."""
SERVE_HELP: Final = """\
Lance l’API seule.

Adresse : RAMEAU_HOST et RAMEAU_API_PORT. Codes de sortie : 0 arrêt demandé ; 1 erreur, par exemple port occupé."""
UP_HELP: Final = """\
Met la base à jour, puis lance l’API, la page web et le traitement des travaux jusqu’à Ctrl-C.

Codes de sortie : 0 arrêt demandé ; 1 erreur, par exemple port occupé ou programme arrêté de lui-même."""
STATUS_HELP: Final = """\
Dit ce que contient la base de connaissances, et si le modèle de langage répond.

Codes de sortie : 0 la base est prête ; 1 elle est vide ou abîmée."""
ROLLBACK_HELP: Final = """\
Revient à une version précédente de la base de connaissances.

L’API la sert aussitôt. Le prochain « rameau ingest » repart du corpus.
Codes de sortie : 0 fait ; 1 erreur, par exemple aucune version précédente."""
EVALUATE_HELP: Final = """\
Mesure la qualité des réponses sur des questions de référence, et la compare à la mesure précédente.

Les chiffres sont gardés ; la page « Qualité » montre leur évolution. Aucun modèle juge n’est nécessaire.
Codes de sortie : 0 mesuré ; 1 erreur."""

HELP: Final = "Affiche cette aide."
JSON: Final = "Écrit du JSON, pour les scripts."
CORPUS: Final = "Dossier de documents, à la place de RAMEAU_CORPUS_DIR."
QUESTION: Final = "La question, entre guillemets."
NAMED: Final = "Fichiers, dossiers, adresses ou noms de sources."
STOP_BEFORE: Final = "S’arrête avant de publier, pour un aperçu."
FORCE: Final = "Accepte qu’une source perde plus d’un dixième de ses documents."
REFRESH: Final = "Actualise cette source maintenant."
CONFIRM: Final = "Retire un document que sa source n’a plus ; à répéter pour plusieurs."
KEEP: Final = "Garde un document que sa source n’a plus ; à répéter pour plusieurs."
JOB: Final = "Début du numéro d’un travail."
FOLLOW: Final = "Suit le travail jusqu’à sa fin."
RETRY_JOB: Final = "Reprend ce qui a été refusé ou a échoué."
CANCEL_JOB: Final = "Annule le travail."
LIMIT: Final = "Combien de travaux lister."
DROP: Final = "Abandonne la version en attente."
WORDS: Final = "Mots du titre, des étiquettes ou du texte ; aucun pour tout lister."
DELETE: Final = "Identifiant d’un document à retirer de la base."
RESTORE: Final = "Remet le document de cet identifiant, qui avait été retiré."
STEPS: Final = "De combien de versions revenir en arrière."
TO: Final = "Numéro de la version à servir, à la place de --steps ; « rameau status » les donne."
QUESTIONS: Final = "Fichier JSONL de questions de référence, à la place de questions.jsonl dans le dossier du corpus."
SPLIT: Final = "Partie des questions à poser, si le fichier en distingue : celles de réglage, de mesure, ou toutes."
LLM: Final = "Modèle de langage à mesurer, à la place de RAMEAU_LLM : fournisseur:modèle."
BASELINES: Final = "Mesure aussi des chaînes de comparaison (dépendances de développement)."
HTML: Final = "Écrit aussi un rapport à lire dans un navigateur, hors ligne."
JUDGE: Final = "Modèle de langage qui dit si la réponse vaut celle de référence : fournisseur:modèle."
SHOW_MISSES: Final = "Nomme les questions manquées ; à éviter sur celles réservées à la mesure."

STEP_NAMES: Final = {
    "read": "Lecture des documents",
    "embed": "Calcul des vecteurs",
    "index": "Mise en index",
    "verify": "Vérification",
    "evaluate": "Questions posées",
}
PREPARING: Final = "Préparation du modèle {name} (une seule fois)…"
SEARCHING: Final = "Recherche dans le corpus…"

REPORT: Final = (
    "Base n° {generation} : {documents} documents, {passages} passages ; {added} ajoutés, {changed} modifiés, "
    "{removed} retirés, {unchanged} inchangés, {refused} refusés ; {seconds:.1f} s."
)
NOTHING_CHANGED: Final = "Rien n’a changé : base n° {generation}, {documents} documents ({seconds:.1f} s)."
REFUSED_TITLE: Final = "Documents refusés"
REFUSED_COLUMNS: Final = ("Document", "Raison", "Que faire")
REFUSED_KEPT: Final = " (la version précédente reste dans la base)"

SOURCES: Final = "Sources"
RELATED: Final = "Documents voisins"
NO_LINK: Final = "sans adresse publique"
RECOGNITIONS: Final = {"ocr": "texte reconnu par OCR", "ocr-doubtful": "texte reconnu par OCR, à vérifier"}

STATUS_EMPTY: Final = "La base de connaissances est vide. Remplissez-la avec « rameau ingest »."
STATUS_ROWS: Final = {
    "home": "Dossier",
    "generation": "Version de la base",
    "created": "Construite le",
    "documents": "Documents",
    "passages": "Passages",
    "embedding": "Modèle de vecteurs",
    "llm": "Modèle de langage",
    "generations": "Versions gardées",
    "api": "API",
}
EXTRACTIVE: Final = "aucun (réponses extraites du corpus)"
MODEL_ANSWERS: Final = "{name} (prêt)"
MODEL_FAILS: Final = "{name} (ne répond pas : {why})"
API_RUNNING: Final = "répond à {url}"
API_STOPPED: Final = "arrêtée"
ROLLED_BACK: Final = "La base n° {generation} est de nouveau servie ({documents} documents)."
NO_SUCH_GENERATION: Final = "La version n° {number} n’est pas gardée. Versions gardées : {kept}."
NO_GENERATION: Final = "aucune"
NEITHER: Final = "« {name} » n’est ni un fichier, ni un dossier, ni une adresse, ni une source. Sources : {sources}."
NO_SOURCES: Final = "aucune"
EMPTY_FOLDER: Final = "Le dossier « {folder} » ne contient aucun fichier."
FILES: Final = "{count} fichiers"
CORPUS_FOLDER: Final = "dossier du corpus"
REMOVAL: Final = "retrait de « {title} »"
NO_SUCH_JOB: Final = "Aucun travail ne commence par « {id} ». Voyez « rameau jobs »."
SEVERAL_JOBS: Final = "Plusieurs travaux commencent par « {id} ». Écrivez-en davantage."
NO_SUCH_DOCUMENT: Final = "Aucun document « {id} » dans la base. Cherchez-le avec « rameau documents »."
NOT_REMOVED: Final = "« {id} » n’a pas été retiré. Vérifiez l’identifiant."
NOT_MISSING: Final = "« {id} » n’est pas un document que sa source n’a plus. Documents disparus : {missing}."
CONFIRM_OR_ELSE_KEEP: Final = "--confirm et --keep ne vont pas ensemble : lancez la commande deux fois."
NO_MISSING: Final = "aucun"
CONFIRM_OR_KEEP: Final = "« rameau sources --confirm DOCUMENT » en retire un, « --keep DOCUMENT » le garde."
NO_JOBS: Final = "Aucun travail. Ajoutez un document avec « rameau ingest FICHIER »."
NO_SOURCES_YET: Final = "Aucune source. Écrivez-en dans sources.yaml, dans le dossier du corpus."
JOB_COLUMNS: Final = ("Travail", "Objet", "État", "Documents", "Demandé")
DOCUMENT_COLUMNS: Final = ("Document", "État", "Résultat")
SOURCE_COLUMNS: Final = ("Nom", "Source", "Documents", "Dernière fois", "Prochaine")
WAITS: Final = "Une version attend : « rameau preview » la montre, « rameau publish » la publie."
NO_PREVIEW: Final = "Aucune version n’attend. « rameau ingest --preview … » en prépare une sans la publier."
PUBLISH_OR_DROP: Final = "\n« rameau publish » la publie, « rameau publish --drop » l’abandonne."
PUBLISHED: Final = "La base n° {generation} est publiée ({documents} documents)."
DROPPED: Final = "La version en attente est abandonnée : les réponses ne changent pas."
WORKER_READY: Final = "Les travaux de {home} sont traités. Ctrl-C pour arrêter."
STARTING: Final = "Démarrage de l’API et de la page…"
READY: Final = """\
L’assistant est prêt : {page}
Ajouter des documents : {page}/base-documentaire ({key})
API et sa documentation : {api}/docs
Ctrl-C pour arrêter."""
KEY_FILE: Final = "clé d’éditeur dans {path}"
KEY_SET: Final = "clé d’éditeur : celle de RAMEAU_EDITOR_KEY"
STOPPING: Final = "Arrêt…"
STOPPED: Final = "Tout est arrêté."
CHILD_NAMES: Final = {"api": "L’API", "page": "La page web", "worker": "La file des travaux"}
CHILD_DIED: Final = "{name} s’est arrêtée toute seule (code {code}). Dernières lignes de {log} :"
CHILD_AGAIN: Final = (
    "{name} s’arrête dès son démarrage (code {code}) : elle est relancée, au moins une fois par minute, jusqu’à ce "
    "qu’elle tienne. Les réponses continuent. Le détail est dans {log}."
)
CHILD_SLOW: Final = "{name} ne répond pas après {seconds} s. Dernières lignes de {log} :"
PORT_TAKEN: Final = (
    "Le port {port} de {host} est déjà pris, peut-être par un assistant déjà lancé. Arrêtez ce programme, ou "
    "choisissez un autre port avec {setting}, par exemple : {setting}={other}"
)
HOST_UNUSABLE: Final = (
    "On ne peut pas écouter sur {host} ({reason}). Corrigez RAMEAU_HOST, par exemple : RAMEAU_HOST=127.0.0.1"
)
INGEST_FAILED: Final = "La base n’a pas pu être mise à jour ; l’assistant démarre avec la précédente."

ERROR: Final = "Erreur"
DETAIL: Final = "Détail"
ERRORS: Final = {
    "BusyError": "La base est déjà en cours de construction. Attendez la fin, puis recommencez.",
    "DocumentError": "Un fichier ne peut pas être lu. Vérifiez son chemin et son contenu.",
    "JobStateError": "Ce travail n’est pas dans un état qui le permet : il est fini, ou rien n’y est à reprendre.",
    "NothingReadyError": "Aucune version n’attend d’être publiée. « rameau ingest --preview … » en prépare une.",
    "UnknownRecordError": "Rien de ce nom. Voyez « rameau jobs » et « rameau sources ».",
    "NoEarlierError": "Il n’y a pas de version plus ancienne de la base : celle d’aujourd’hui reste en place.",
    "KnowledgeBaseError": "La base de connaissances est absente, vide ou abîmée. Essayez « rameau ingest ».",
    "ModelError": "Un modèle ne peut pas être chargé. Vérifiez RAMEAU_EMBEDDING_MODEL et RAMEAU_LLM.",
    "SettingsError": "Un réglage ne convient pas. Corrigez-le dans l’environnement ou dans .env.",
    "OSError": "Le disque ou le réseau a refusé une opération. Vérifiez l’espace libre et les droits.",
}
"""What a person can do, by the type of the error; the detail follows."""
SETTING_WRONG: Final = "{name} vaut {value!r}, qui ne convient pas."
UNEXPECTED: Final = "Erreur imprévue ({kind}). Le détail est dans {log}"
INTERRUPTED: Final = "Interrompu."
USAGE: Final = "Commande mal écrite : {message} Voyez « {command} --help »."
USAGE_MISSING: Final = "il manque {name}."
USAGE_OPTION: Final = "l’option {name} n’existe pas."
USAGE_COMMAND: Final = "la commande {name} n’existe pas."
USAGE_VALUE: Final = "la valeur de {name} ne convient pas."
USAGE_OTHER: Final = "ces arguments ne conviennent pas."


def found(number: int) -> str:
    """Count the documents found."""
    return count(number, "document", "documents")


def kept(number: int) -> str:
    """Count the documents that stay."""
    return count(number, "document gardé", "documents gardés")
