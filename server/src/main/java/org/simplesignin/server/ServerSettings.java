package org.simplesignin.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Rate;
import org.simplesignin.server.mail.MailSettings;
import org.simplesignin.server.oidc.ProviderSettings;
import org.simplesignin.tokens.SsiTokenIssuer;

/// What the operator settles.
///
/// @param port on 127.0.0.1; 0 takes any free one
/// @param operations where health and figures are told to the operator's tools, or null for nowhere
/// @param enrolments the file with one-time secrets for devices without a person in front of them, or null
/// @param publicUrl where devices believe to be talking to, without a slash at its end: the `htu` of their proofs
/// begins with it
/// @param pagesUrl where browsers reach the customer's pages, without path and slash at its end: their cookies, forms
/// and passkeys belong to its host; the public URL unless told otherwise
/// @param issuer the `iss` of SSI tokens
/// @param tokenLife the life of an SSI token; it must outlive the 15-minute dialog
/// @param behindProxy whether all requests come through the operator's proxy, which ends `X-Forwarded-For` with the
/// address of its peer
/// @param pollInterval how long a device waits between two polls of its registration, 1 to 30 s (RFC 8628 §3.2)
/// @param embedder the origin whose pages may show the customer's pages in a frame, or null for nobody's
/// @param mail how mail leaves this server
/// @param oidc the operator's own OpenID Connect provider, or null where there is none
/// @param limits the rate limits that are not as usual
public record ServerSettings(
        int port,
        @Nullable InetSocketAddress operations,
        Path registry,
        @Nullable Path enrolments,
        String publicUrl,
        String pagesUrl,
        String issuer,
        Duration tokenLife,
        boolean behindProxy,
        Duration pollInterval,
        @Nullable String embedder,
        MailSettings mail,
        @Nullable ProviderSettings oidc,
        Map<Limit, Rate> limits) {
    /// The poll interval that RFC 8628 §3.2 has where none is told.
    public static final Duration USUAL_POLL_INTERVAL = Duration.ofSeconds(5);

    /// Refuses absent parts with a [NullPointerException].
    public ServerSettings {
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(publicUrl, "publicUrl");
        Objects.requireNonNull(pagesUrl, "pagesUrl");
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(tokenLife, "tokenLife");
        if (pollInterval.compareTo(Duration.ofSeconds(1)) < 0 || pollInterval.compareTo(Duration.ofSeconds(30)) > 0) {
            throw new IllegalArgumentException("pollInterval must be 1 to 30 s");
        }
        Objects.requireNonNull(mail, "mail");
        limits = Map.copyOf(limits);
    }

    /// Returns settings with the usual life of tokens and the usual limits, without a proxy.
    ///
    /// @param mailDirectory where mails go as files
    public static ServerSettings of(
            int port, Path registry, @Nullable Path enrolments, String publicUrl, String issuer, Path mailDirectory) {
        return new ServerSettings(
                port,
                null,
                registry,
                enrolments,
                publicUrl,
                publicUrl,
                issuer,
                SsiTokenIssuer.DEFAULT_LIFE,
                false,
                USUAL_POLL_INTERVAL,
                null,
                MailSettings.files(mailDirectory),
                null,
                Map.of());
    }

    /// Returns these settings with changes: `settings.with(change -> change.behindProxy(true))`.
    public ServerSettings with(UnaryOperator<Change> changes) {
        return changes.apply(new Change(this)).settings();
    }

    /// The settings that have a usual value, on their way to another one. Not thread-safe.
    public static final class Change {
        private final ServerSettings before;
        private @Nullable InetSocketAddress operations;
        private String pagesUrl;
        private boolean behindProxy;
        private Duration pollInterval;
        private @Nullable String embedder;
        private MailSettings mail;
        private @Nullable ProviderSettings oidc;
        private Map<Limit, Rate> limits;

        private Change(ServerSettings before) {
            this.before = before;
            this.operations = before.operations;
            this.pagesUrl = before.pagesUrl;
            this.behindProxy = before.behindProxy;
            this.pollInterval = before.pollInterval;
            this.embedder = before.embedder;
            this.mail = before.mail;
            this.oidc = before.oidc;
            this.limits = before.limits;
        }

        /// Sets where health and figures are told to the operator's tools.
        public Change operations(@Nullable InetSocketAddress address) {
            this.operations = address;
            return this;
        }

        /// Sets where browsers reach the customer's pages.
        public Change pagesUrl(String url) {
            this.pagesUrl = url;
            return this;
        }

        /// Sets whether all requests come through the operator's proxy.
        public Change behindProxy(boolean behind) {
            this.behindProxy = behind;
            return this;
        }

        /// Sets how long a device waits between two polls of its registration.
        public Change pollInterval(Duration interval) {
            this.pollInterval = interval;
            return this;
        }

        /// Sets whose pages may show the customer's pages in a frame.
        public Change embedder(@Nullable String origin) {
            this.embedder = origin;
            return this;
        }

        /// Sets how mail leaves this server.
        public Change mail(MailSettings settings) {
            this.mail = settings;
            return this;
        }

        /// Sets the operator's own OpenID Connect provider.
        public Change oidc(@Nullable ProviderSettings provider) {
            this.oidc = provider;
            return this;
        }

        /// Sets the rate limits that are not as usual.
        public Change limits(Map<Limit, Rate> unusual) {
            this.limits = unusual;
            return this;
        }

        private ServerSettings settings() {
            return new ServerSettings(
                    before.port,
                    operations,
                    before.registry,
                    before.enrolments,
                    before.publicUrl,
                    pagesUrl,
                    before.issuer,
                    before.tokenLife,
                    behindProxy,
                    pollInterval,
                    embedder,
                    mail,
                    oidc,
                    limits);
        }
    }
}
