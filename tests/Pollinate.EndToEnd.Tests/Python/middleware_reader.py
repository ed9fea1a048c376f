"""keystonemiddleware's own auth_token, without a Keystone: what it knows of a token it has from memcached."""
import io
import sys

from keystonemiddleware import auth_token

server, strategy, secret, token = sys.argv[1:]
seen = {}


def application(environ, start_response):
    seen.update(environ)
    start_response("200 OK", [])
    return [b""]


middleware = auth_token.AuthProtocol(application, {
    "auth_type": "password",
    # Nobody listens there.
    "auth_url": "http://127.0.0.1:1/v3",
    "username": "nobody",
    "password": "nothing",
    "user_domain_id": "default",
    "memcached_servers": server,
    "memcache_security_strategy": strategy,
    "memcache_secret_key": secret,
    "http_request_max_retries": "0",
    "delay_auth_decision": "true",
})
body = middleware({
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/",
    "SCRIPT_NAME": "",
    "SERVER_NAME": "localhost",
    "SERVER_PORT": "80",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_X_AUTH_TOKEN": token,
    "wsgi.input": io.BytesIO(),
    "wsgi.errors": sys.stderr,
    "wsgi.url_scheme": "http",
    "wsgi.version": (1, 0),
}, lambda status, headers, exc_info=None: None)
list(body)
print(seen.get("HTTP_X_IDENTITY_STATUS"), seen.get("HTTP_X_USER_NAME"))
