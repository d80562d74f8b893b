package org.simplesignin.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.oidc.SignInFailedException.Reason;

/// Verifies the provider's ID tokens (OpenID Connect Core 1.0 §3.1.3.7). Signature and key are Nimbus's; what is
/// allowed and what the claims must say stands here. Thread-safe.
final class IdTokens {
    /// The most characters of a token.
    static final int MOST_CHARS = 16 * 1024;

    /// Clocks may differ by this much.
    static final Duration SKEW = Duration.ofSeconds(60);

    /// Public-key signatures only: with `none` anybody could write a token, with HMAC whoever knows the client
    /// secret, or, where a verifier is confused, the public key (RFC 8725 §2.1).
    private static final Set<JWSAlgorithm> ALLOWED =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384);

    /// The last second of the year 9999: what is more was counted in milliseconds (RFC 7519 §2, NumericDate).
    private static final double LAST_SECOND = 253_402_300_799.0;

    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_NAME_CHARS = 64;

    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\x{2028}\\x{2029}&&[^\\x{200c}\\x{200d}]]");

    private final Provider provider;
    private final Clock clock;

    IdTokens(Provider provider, Clock clock) {
        this.provider = provider;
        this.clock = clock;
    }

    /// Returns who the token speaks of.
    ///
    /// @param nonce the one of the attempt
    Identity verify(String token, String nonce) throws SignInFailedException {
        SignedJWT jwt = parse(token);
        requireSignature(jwt);
        try {
            requireTypes(jwt.getPayload().toJSONObject());
            return identity(jwt.getJWTClaimsSet(), nonce);
        } catch (ParseException | IllegalArgumentException e) {
            throw new SignInFailedException(Reason.BAD_CLAIMS);
        }
    }

    private static SignedJWT parse(String token) throws SignInFailedException {
        if (token.length() > MOST_CHARS) {
            throw new SignInFailedException(Reason.BAD_SIGNATURE);
        }
        try {
            // Refuses alg none and encrypted tokens: neither is a SignedJWT.
            return SignedJWT.parse(token);
        } catch (ParseException e) {
            throw new SignInFailedException(Reason.BAD_SIGNATURE);
        }
    }

    private void requireSignature(SignedJWT jwt) throws SignInFailedException {
        JWSHeader header = jwt.getHeader();
        if (!ALLOWED.contains(header.getAlgorithm())) {
            throw new SignInFailedException(Reason.BAD_SIGNATURE);
        }
        for (JWK key : provider.keysFor(header)) {
            if (isSignedWith(jwt, key)) {
                return;
            }
        }
        throw new SignInFailedException(Reason.BAD_SIGNATURE);
    }

    private static boolean isSignedWith(SignedJWT jwt, JWK key) {
        try {
            JWSVerifier verifier = verifier(key);
            return verifier != null && jwt.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }

    private static @Nullable JWSVerifier verifier(JWK key) throws JOSEException {
        if (key instanceof RSAKey rsa) {
            return rsa.size() < LEAST_RSA_BITS ? null : new RSASSAVerifier(rsa);
        }
        return key instanceof ECKey ec ? new ECDSAVerifier(ec) : null;
    }

    /// Nimbus takes a number for a text, and multiplies seconds without asking how many.
    private static void requireTypes(@Nullable Map<String, Object> claims) throws SignInFailedException {
        if (claims == null) {
            throw new SignInFailedException(Reason.BAD_CLAIMS);
        }
        require(claims.get("sub") instanceof String);
        for (String time : List.of("exp", "iat", "nbf", "auth_time")) {
            Object value = claims.get(time);
            require(value == null || (value instanceof Number number && isSeconds(number.doubleValue())));
        }
    }

    private static boolean isSeconds(double value) {
        return value >= 0 && value <= LAST_SECOND;
    }

    private Identity identity(JWTClaimsSet claims, String nonce) throws ParseException, SignInFailedException {
        ProviderSettings settings = provider.settings();
        require(settings.issuer().equals(claims.getIssuer()));
        requireForUs(claims, settings.clientId());
        Instant now = clock.instant();
        Instant expires = instant(claims.getExpirationTime());
        Instant issued = instant(claims.getIssueTime());
        require(expires != null && now.isBefore(expires.plus(SKEW)));
        require(issued != null && !issued.isAfter(now.plus(SKEW)));
        Instant notBefore = instant(claims.getNotBeforeTime());
        require(notBefore == null || !notBefore.isAfter(now.plus(SKEW)));
        String sent = claims.getStringClaim("nonce");
        require(sent != null
                && MessageDigest.isEqual(
                        sent.getBytes(StandardCharsets.UTF_8), nonce.getBytes(StandardCharsets.UTF_8)));
        String subject = claims.getSubject();
        require(subject != null);
        Instant authenticated = instant(claims.getDateClaim("auth_time"));
        // Else it would count as just given, and for as long as it lies in the future.
        require(authenticated == null || !authenticated.isAfter(now.plus(SKEW)));
        return new Identity(new Subject(settings.issuer(), String.valueOf(subject)), name(claims), authenticated);
    }

    /// §3.1.3.7 items 3 to 5: this server is in the audience; with others beside it, it is the one that asked.
    private static void requireForUs(JWTClaimsSet claims, String clientId)
            throws ParseException, SignInFailedException {
        List<String> audience = claims.getAudience();
        String party = claims.getStringClaim("azp");
        require(audience.contains(clientId));
        require(party == null ? audience.size() == 1 : party.equals(clientId));
    }

    private static void require(boolean right) throws SignInFailedException {
        if (!right) {
            throw new SignInFailedException(Reason.BAD_CLAIMS);
        }
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }

    /// Dialogs show it, so characters that reorder or hide others are left out (T12).
    private static @Nullable String name(JWTClaimsSet claims) throws ParseException {
        for (String claim : List.of("name", "preferred_username")) {
            String sent = claims.getStringClaim(claim);
            if (sent != null) {
                String clean = UNSEEN.matcher(sent).replaceAll(" ").strip().replaceAll("\\s+", " ");
                if (!clean.isEmpty()) {
                    int shown = Math.min(clean.codePointCount(0, clean.length()), MOST_NAME_CHARS);
                    return clean.substring(0, clean.offsetByCodePoints(0, shown))
                            .strip();
                }
            }
        }
        return null;
    }
}
