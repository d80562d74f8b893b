package org.simplesignin.tokens;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The examples of README.md and docs/tokens.md, compiled; the demo's tests see that the pages quote them. */
final class Snippets {
    private static final System.Logger LOG = System.getLogger("sign-in");

    private final LinkTokenIssuer issuer;
    private final SsiTokenVerifier verifier;

    Snippets(Path keyFile, Path appKeyFile) throws IOException {
        LinkTokenKeys keys = LinkTokenKeys.parse(Files.readString(keyFile));
        AppKey appKey = AppKey.parsePem(Files.readString(appKeyFile));
        LinkTokenIssuer issuer = LinkTokenIssuer.of(keys, appKey);
        IdentityProviderName audience = IdentityProviderName.of("sample-video");
        SsiTokenVerifier verifier = SsiTokenVerifier.builder(keys, "https://ssi.example.org", audience)
                .replayCache(ReplayCache.inMemory(100_000, Clock.systemUTC()))
                .build();
        this.issuer = issuer;
        this.verifier = verifier;
    }

    Map<String, Object> linkToken(String amazonUserId, Account signedIn) {
        LinkCredentials credentials = issuer.issue(AmazonUserId.of(amazonUserId), PartnerUserId.of(signedIn.id()));
        return Map.of(
                "linkToken", Map.of("token", credentials.linkToken(), "schema", credentials.linkTokenSchema()),
                "linkSigningKey", credentials.linkSigningKey());
    }

    Optional<Account> signIn(String token, String schema) {
        try {
            VerifiedSsiToken verified = verifier.verify(token, schema);
            return account(verified.partnerUserId());
        } catch (InvalidTokenException refused) {
            LOG.log(Level.INFO, "SSI token refused: {0}", refused.reason());
            return Optional.empty();
        }
    }

    static LinkTokenKeys rotate(LinkTokenKeys keys) {
        LinkTokenKeys readable = keys.withNewKey().withCurrent(keys.currentKid());
        // 1. Give `readable` to every machine: all can read the new key, all still write with the old one.
        String newKid = readable.kids().stream()
                .filter(kid -> !keys.kids().contains(kid))
                .findFirst()
                .orElseThrow();
        LinkTokenKeys rotated = readable.withCurrent(newKid);
        // 2. When all have it, give `rotated` to every machine: all write with the new key.
        return rotated;
    }

    static PartnerUserId readme(
            LinkTokenKeys keys,
            AppKey appKey,
            IdentityProviderName audience,
            ReplayCache spent,
            AmazonUserId amazonUserId,
            PartnerUserId partnerUserId,
            String token,
            String schema)
            throws InvalidTokenException {
        // On the app's backend, once:
        LinkTokenIssuer issuer = LinkTokenIssuer.of(keys, appKey);
        SsiTokenVerifier verifier = SsiTokenVerifier.builder(keys, "https://ssi.example.org", audience)
                .replayCache(spent)
                .build();
        // For each request: make a link token, or learn whom an SSI token signs in.
        LinkCredentials made = issuer.issue(amazonUserId, partnerUserId);
        PartnerUserId proven = verifier.verify(token, schema).partnerUserId();
        LOG.log(Level.DEBUG, made.linkTokenSchema());
        return proven;
    }

    /** Stands for the partner's own account type. */
    record Account(String id) {}

    private static Optional<Account> account(PartnerUserId id) {
        return Optional.of(new Account(id.value()));
    }
}
