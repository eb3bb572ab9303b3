"""Whether a request that changes something was made by a page of the console's own.

Browsers say so in Sec-Fetch-Site, older ones in Origin; what says neither is no browser, and has no cookies of one.
"""

from urllib.parse import urlsplit

from starlette.requests import Request


def is_same_site(request: Request, url: str) -> bool:
    """`url` is where the world reaches the console; a proxy may tell us another host than it was asked for."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    if origin is None:
        return True
    own = {(request.url.scheme, request.headers.get("host", ""))}
    if url:
        public = urlsplit(url)
        own.add((public.scheme, public.netloc))
    asked = urlsplit(origin)
    return (asked.scheme, asked.netloc) in own
