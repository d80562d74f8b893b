package org.simplesignin.sample.backend;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.Token;
import org.simplesignin.tokens.AmazonUserId;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.AppKeyPair;
import org.simplesignin.tokens.DirectedDeviceId;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.InvalidLinkSigningKeyException;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.LinkToken;
import org.simplesignin.tokens.SsiTokenClaims;
import org.simplesignin.tokens.SsiTokenIssuer;

/// As much of the platform as a partner backend meets: it hands out the app key and makes SSI tokens of what was
/// linked.
public final class PlayedPlatform implements AutoCloseable {
    public static final String ISSUER = "https://platform.example";
    public static final String IDENTITY_PROVIDER = "sample-video";
    public static final String APP = "sample-tv";
    public static final String USER = "u1.alice";

    private static final AppKeyPair KEYS = AppKeyPair.generate(2048, new SecureRandom());

    private final HttpServer http;
    private final Clock clock;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile int status = 200;

    public PlayedPlatform(Clock clock) throws IOException {
        this.clock = clock;
        http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        http.createContext("/apps/" + APP + "/app-key.pem", exchange -> {
            asked.incrementAndGet();
            byte[] pem = KEYS.publicKey().toPem().getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, pem.length);
            exchange.getResponseBody().write(pem);
            exchange.close();
        });
        http.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /// Answers with this status from now on.
    void answerWith(int status) {
        this.status = status;
    }

    int timesAsked() {
        return asked.get();
    }

    /// Makes the SSI token that the customer's device gets for what was linked.
    public Token ssiToken(LinkUserAccountRequest linked, String linkId) throws InvalidLinkSigningKeyException {
        return ssiToken(linked, linkId, ISSUER, IDENTITY_PROVIDER, USER);
    }

    Token ssiToken(LinkUserAccountRequest linked, String linkId, String issuer, String audience, String user)
            throws InvalidLinkSigningKeyException {
        SsiTokenClaims claims = SsiTokenClaims.of(
                IdentityProviderName.of(audience),
                AmazonUserId.of(user),
                LinkToken.of(linked.linkToken().token()),
                LinkId.of(linkId),
                AppId.of(APP),
                DirectedDeviceId.of("device-1"));
        SsiTokenIssuer ssiTokens = SsiTokenIssuer.of(issuer, SsiTokenIssuer.DEFAULT_LIFE, clock, new SecureRandom());
        return new Token(ssiTokens.issue(claims, KEYS.decryptLinkSigningKey(linked.linkSigningKey())), Token.SSI_TOKEN);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
