"""What the measurements and fault tests need of a browser: one kept connection, cookies, and our forms."""

import http.client
import re
import urllib.parse

PASSWORD = "lanterns over the river 2026"


class Client:
    def __init__(self, port, cookies=None):
        self.port = port
        self.cookies = dict(cookies or {})
        self.connection = None

    def request(self, method, path, body=None, headers=None):
        """Sends one request. Raises OSError or HTTPException when the server is gone before it has answered."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = dict(headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self.connection.request(method, path, body, sent)
            answer = self.connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self.reconnect()
            raise
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, content = value.split(";")[0].partition("=")
                self.cookies[key] = content
        return answer.status, answer.getheader("Location") or "", text.decode("utf-8", "replace")

    def reconnect(self):
        """Forgets the connection, as the server at its other end is gone."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def get(self, path):
        return self.request("GET", path)

    def post(self, path, fields):
        body = urllib.parse.urlencode(fields)
        return self.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def token(self, path):
        """The token that forms of this session carry until the server starts again."""
        return hidden(self.get(path)[2], "csrf")

    def sign_in(self, login, code=None):
        """Signs a person of the demonstration market in; `code` gives the six digits where they are asked for."""
        page = self.get("/zh/sign-in")[2]
        fields = {
            "csrf": hidden(page, "csrf"), "key": hidden(page, "key"),
            "email": f"{login}@demo.labelmarket.example", "password": PASSWORD,
        }
        status, location, text = self.post("/zh/sign-in", fields)
        if status == 303 and "/sign-in/code" in location:
            page = self.get(location)[2]
            status, location, text = self.post(
                "/zh/sign-in/code", {"csrf": hidden(page, "csrf"), "key": hidden(page, "key"), "code": code()})
        if status != 303:
            raise SystemExit(f"{login} could not sign in: {status}")


def hidden(page, name):
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    if not found:
        raise SystemExit(f"no field {name} on the page")
    return found.group(1)
