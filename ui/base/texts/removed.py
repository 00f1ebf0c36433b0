"""What is said of documents that were taken out."""

from typing import Final

REMOVED: Final = "Documents retirés ({count})"
TELLS: Final = (
    "Ils ne servent plus à répondre. Un document remis revient à la prochaine version, dans une minute environ."
)
SINCE: Final = "retiré {ago}"
RESTORE: Final = "Remettre"
RESTORED: Final = "C’est noté : le document revient dans la base. Le travail se suit dans « Travaux »."
