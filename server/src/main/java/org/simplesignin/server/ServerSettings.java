package org.simplesignin.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Rate;
import org.simplesignin.tokens.SsiTokenIssuer;

/// What the operator settles.
///
/// @param port on 127.0.0.1; 0 takes any free one
/// @param publicUrl where devices believe to be talking to, without a slash at its end: the `htu` of their proofs
/// begins with it
/// @param issuer the `iss` of SSI tokens
/// @param tokenLife the life of an SSI token; it must outlive the 15-minute dialog
/// @param behindProxy whether all requests come through the operator's proxy, which ends `X-Forwarded-For` with the
/// address of its peer
/// @param embedder the origin whose pages may show the customer's pages in a frame, or null for nobody's
/// @param limits the rate limits that are not as usual
public record ServerSettings(
        int port,
        Path registry,
        Path enrolments,
        String publicUrl,
        String issuer,
        Duration tokenLife,
        boolean behindProxy,
        @Nullable String embedder,
        Map<Limit, Rate> limits) {
    /// Refuses absent parts with a [NullPointerException].
    public ServerSettings {
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(enrolments, "enrolments");
        Objects.requireNonNull(publicUrl, "publicUrl");
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(tokenLife, "tokenLife");
        limits = Map.copyOf(limits);
    }

    /// Returns settings with the usual life of tokens and the usual limits, without a proxy.
    public static ServerSettings of(int port, Path registry, Path enrolments, String publicUrl, String issuer) {
        return new ServerSettings(
                port, registry, enrolments, publicUrl, issuer, SsiTokenIssuer.DEFAULT_LIFE, false, null, Map.of());
    }

    /// Returns these settings with another word on the proxy.
    public ServerSettings withProxy(boolean nowBehindProxy) {
        return new ServerSettings(
                port, registry, enrolments, publicUrl, issuer, tokenLife, nowBehindProxy, embedder, limits);
    }

    /// Returns these settings with these limits.
    public ServerSettings withLimits(Map<Limit, Rate> newLimits) {
        return new ServerSettings(
                port, registry, enrolments, publicUrl, issuer, tokenLife, behindProxy, embedder, newLimits);
    }

    /// Returns these settings with this embedder.
    public ServerSettings withEmbedder(@Nullable String origin) {
        return new ServerSettings(
                port, registry, enrolments, publicUrl, issuer, tokenLife, behindProxy, origin, limits);
    }
}
