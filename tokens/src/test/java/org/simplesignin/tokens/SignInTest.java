package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One link from its link token to a verified SSI token, through all three parties. */
final class SignInTest {
    @Test
    void partnerIssuesServerMintsPartnerVerifies() throws Exception {
        wholeSignIn();
    }

    static void wholeSignIn() throws Exception {
        LinkTokenKeys keys = LinkTokenKeys.generate();
        AppKeyPair app = AppKeyPair.generate(2048, new SecureRandom());

        LinkCredentials credentials = LinkTokenIssuer.of(
                        keys, AppKey.parsePem(app.publicKey().toPem()))
                .issue(AmazonUserId.of("amzn1.account.A"), PartnerUserId.of("user 7 ü"), Map.of("plan", "gold"));

        LinkSigningKey signingKey = app.decryptLinkSigningKey(credentials.linkSigningKey());
        String token = SsiTokenIssuer.of(
                        "https://ssi.example.org", SsiTokenIssuer.DEFAULT_LIFE, Clock.systemUTC(), new SecureRandom())
                .issue(
                        SsiTokenClaims.of(
                                IdentityProviderName.of("sample-video"),
                                AmazonUserId.of("amzn1.account.A"),
                                LinkToken.of(credentials.linkToken()),
                                LinkId.of("link-1"),
                                AppId.of("sample-tv"),
                                DirectedDeviceId.of("device-1")),
                        signingKey);

        VerifiedSsiToken verified = SsiTokenVerifier.builder(
                        LinkTokenKeys.parse(keys.toInsecureJson(InsecureSecretAccess.GRANTED)),
                        "https://ssi.example.org",
                        IdentityProviderName.of("sample-video"))
                .build()
                .verify(token, "SSI-TOKEN-1.0");

        assertEquals("user 7 ü", verified.partnerUserId().value());
        assertEquals(Map.of("plan", "gold"), verified.customMembers());
        assertEquals("device-1", verified.device().value());
    }
}
