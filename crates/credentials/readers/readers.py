"""The readers of Dify's own side: .env files by python-dotenv, and a broker's URL by kombu, which Celery connects with.

`dotenv`: a file on standard input, its settings as one JSON object on standard output.
`broker`: URLs on standard input, a line each; each is connected to, and the passwords come back as one JSON list.
"""

import json
import sys

import dotenv
import kombu


def broker(url):
    with kombu.Connection(url) as connection:
        # A lazy client connects, and so authenticates, with its first command.
        assert connection.default_channel.client.ping()
        return connection.password


if sys.argv[1] == "dotenv":
    answer = dotenv.dotenv_values(stream=sys.stdin)
else:
    answer = [broker(line.rstrip("\n")) for line in sys.stdin]
json.dump(answer, sys.stdout)
