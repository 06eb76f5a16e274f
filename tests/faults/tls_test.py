"""Certificates that are expired, of another host or of another authority, and servers that offer no TLS: refused on
both sides, before anything that is secret was sent."""

import shutil
import tempfile
import unittest

from stage import Stage
from tls import Certificates, HalfMysql, TlsMongo

USER, CANARY = "account-of-ours", "canary-2201-herring"
BAD = (("expired", "ca.pem"), ("misnamed", "ca.pem"), ("good", "other-ca.pem"))


class Tls(unittest.TestCase):
    def setUp(self):
        self.stage = Stage("tls")
        self.addCleanup(self.stage.close)
        self.stage.sql("CREATE TABLE items (id INT NOT NULL PRIMARY KEY); INSERT INTO items VALUES (1)")
        folder = tempfile.mkdtemp(prefix="mysync-tls-")
        self.addCleanup(shutil.rmtree, folder, True)
        self.certificates = Certificates(folder)

    def through_tls(self, certificate, authority):
        """A run whose target shows this certificate."""
        server = TlsMongo(self.stage.uri, self.certificates.context(certificate))
        self.addCleanup(server.close)
        uri = (f"mongodb://127.0.0.1:{server.port}/?directConnection=true&tls=true"
               f"&tlsCAFile={self.certificates.path(authority)}")
        self.stage.configure(retries=0, MONGODB_URI=uri)
        return self.stage.run("run")

    def test_a_target_with_a_good_certificate_is_written_to(self):
        outcome = self.through_tls("good", "ca.pem")
        self.assertEqual(outcome.exit, 0, outcome)

    def test_a_target_whose_certificate_is_not_good_is_refused(self):
        for certificate, authority in BAD:
            with self.subTest(certificate, authority=authority):
                outcome = self.through_tls(certificate, authority)
                self.assertEqual(outcome.exit, 7, outcome)
                self.assertEqual(self.stage.collections(), [])

    def test_a_target_that_offers_no_tls_is_refused(self):
        separator = "&" if "?" in self.stage.uri else "?"
        self.stage.configure(retries=0, MONGODB_URI=self.stage.uri + separator + "tls=true")
        outcome = self.stage.run("run")
        self.assertEqual(outcome.exit, 7, outcome)

    def from_source(self, server, mode, authority="ca.pem"):
        self.addCleanup(server.close)
        tls = f'tls = {{ mode = "{mode}", ca = "{self.certificates.path(authority)}" }}'
        self.stage.configure(mysql=tls, retries=0, MYSQL_HOST="localhost", MYSQL_PORT=str(server.port), MYSQL_USER=USER,
                             MYSQL_PASSWORD=CANARY)
        outcome = self.stage.run("run")
        self.assertEqual(outcome.exit, 6, outcome)  # the server has no more to say than its handshake
        self.assertFalse(any(USER.encode() in said for said in server.heard), "the account was sent in clear")
        return outcome

    def test_a_source_with_a_good_certificate_gets_the_account(self):
        server = HalfMysql(self.certificates.context("good"))
        self.from_source(server, "verify-identity")
        self.assertGreater(server.reached, 0)

    def test_a_source_whose_certificate_is_not_good_gets_nothing(self):
        for certificate, authority in BAD:
            with self.subTest(certificate, authority=authority):
                server = HalfMysql(self.certificates.context(certificate))
                self.from_source(server, "verify-identity", authority)
                self.assertEqual(server.reached, 0)

    def test_a_source_that_offers_no_tls_is_refused(self):
        for mode in ("required", "verify-identity"):
            with self.subTest(mode):
                self.from_source(HalfMysql(), mode)


if __name__ == "__main__":
    unittest.main()
