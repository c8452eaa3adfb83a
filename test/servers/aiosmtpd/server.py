"""aiosmtpd for replays: loopback only, takes mail for its mailboxes and drops it."""

import asyncio
import json
import logging
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

with open(sys.argv[1], encoding="utf-8") as file:
    CONFIG = json.load(file)


class Mailboxes:
    async def handle_RCPT(self, server, session, envelope, address, options):
        # RFC 5321 section 4.5.1: the postmaster needs no domain.
        if address.lower() not in [*CONFIG["mailboxes"], "postmaster"]:
            return "550 5.1.1 Unknown recipient"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        return "250 2.0.0 Message taken"


def authenticator(server, session, envelope, mechanism, data):
    known = LoginPassword(CONFIG["user"].encode(), CONFIG["password"].encode())
    return AuthResult(success=data == known, handled=False)


def main():
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CONFIG["pem"])
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)

    def session(**more):
        return SMTP(
            Mailboxes(),
            hostname=CONFIG["host"],
            data_size_limit=10485760,
            enable_SMTPUTF8=True,
            authenticator=authenticator,
            loop=loop,
            **more,
        )

    def plain():
        return session(tls_context=tls)

    def implicit():
        return session(auth_require_tls=False)

    loop.run_until_complete(loop.create_server(plain, "127.0.0.1", CONFIG["port"]))
    loop.run_until_complete(
        loop.create_server(implicit, "127.0.0.1", CONFIG["tlsPort"], ssl=tls)
    )
    loop.run_forever()


main()
