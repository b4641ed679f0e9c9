"""Fetches a small page again and again, so workers wait for the server, which threads can do side by side.

PEP 371: "grabs a URL from a server on the LAN", 100 times; here the server is the driver's own, or `--url`.
"""

import zlib
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

PARAMETERS = {"fetches": 100}
TEST_PARAMETERS = {"fetches": 3}

NEEDS = ("network",)

TIMEOUT_SECONDS = 10


def setup(resources):
    """Take over the server's address and what its page must look like.

    The driver says both. By hand the URL is enough: the page as it comes now is what must come each time.
    """
    url = resources.get("url")
    if url is None:
        raise LookupError("url_fetch needs a server, and the resources do not name its url")
    size, crc = resources.get("page_bytes"), resources.get("page_crc32")
    if size is None or crc is None:
        page = fetch(_opener(), url)
        size, crc = len(page), zlib.crc32(page)
    return {"url": url, "page_bytes": size, "page_crc32": crc}


def run(fetches, url, page_bytes, page_crc32):
    """Fetch the page `fetches` times, anew each time; the answer is how often it was the right one."""
    opener = _opener()
    right = 0
    for _ in range(fetches):
        page = fetch(opener, url)
        if len(page) == page_bytes and zlib.crc32(page) == page_crc32:
            right += 1
    return right


def fetch(opener, url):
    """The whole page. Raises RuntimeError, naming the URL, for a refusal, an HTTP error or a time-out."""
    try:
        with opener.open(url, timeout=TIMEOUT_SECONDS) as response:
            return response.read()
    except HTTPError as error:
        error.close()
        raise RuntimeError(f"{url} answered {error.code} {error.reason}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise RuntimeError(
            f"{url} could not be fetched: {getattr(error, 'reason', None) or error}"
        ) from error


def _opener():
    # Proxies of the environment stand between us and the server that is to be measured.
    return build_opener(ProxyHandler({}))


def expected(fetches):
    """Every fetch brings the right page."""
    return fetches
