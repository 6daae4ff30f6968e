"""What each kind of file has to be called, written down a second time."""

TYPES = {
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "png": "image/png",
    "svg": "image/svg+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "woff2": "font/woff2",
    "xml": "application/xml; charset=utf-8",
}


def media_type(path):
    """The type of a file; an error for a kind that nobody has thought of."""
    name = path.rsplit("/", 1)[-1]
    if path.startswith("feeds/"):
        endings = {".rss.xml": "application/rss+xml", ".xml": "application/atom+xml", ".json": "application/feed+json"}
        return next(f"{kind}; charset=utf-8" for ending, kind in endings.items() if name.endswith(ending))
    if name.endswith(".ftm.json"):
        return "application/jsonl; charset=utf-8"
    if "." not in name or name.startswith(".dateline-"):
        return "text/plain; charset=utf-8"
    return TYPES[name.rsplit(".", 1)[1]]
