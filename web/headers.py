"""What every answer says to the browser: load nothing foreign, run nothing inline, keep nothing."""

from __future__ import annotations

from flask import Flask, Response, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OVER_HTTPS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
RETRY_AFTER_SECONDS = {429: "300", 503: "60"}
ASSET_CACHE = "public, max-age=31536000, immutable"


def register(app: Flask, *, https: bool) -> None:
    @app.after_request
    def add(response: Response) -> Response:
        response.headers.update(ALWAYS)
        if https:
            response.headers.update(OVER_HTTPS)
        if response.status_code in RETRY_AFTER_SECONDS:
            response.headers["Retry-After"] = RETRY_AFTER_SECONDS[response.status_code]
        if is_asset():
            if "v" in request.args:  # the address changes with the content
                response.headers["Cache-Control"] = ASSET_CACHE
        else:
            response.headers["Cache-Control"] = "no-store"
            response.vary.update(("Cookie", "Accept-Language"))
        return response


def is_asset() -> bool:
    """Is this a style sheet, script, font or picture, the same for everybody?"""
    return (request.endpoint or "").rpartition(".")[2] == "static"
