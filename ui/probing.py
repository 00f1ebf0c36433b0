"""Whether our API is there: something else may listen on its port."""

import httpx2

from assistant.settings import Settings


def api_answers(settings: Settings) -> bool:
    """Tell whether the API of these settings answers within two seconds."""
    try:
        response = httpx2.get(f"{settings.api_address}/health", timeout=2, trust_env=False)
        return bool(response.is_success and response.json() == {"status": "ok"})
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
        return False
