package org.simplesignin.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.simplesignin.tokens.AmazonUserId;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.AppKeyPair;
import org.simplesignin.tokens.DirectedDeviceId;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.InsecureSecretAccess;
import org.simplesignin.tokens.InvalidTokenException;
import org.simplesignin.tokens.LinkCredentials;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.LinkSigningKey;
import org.simplesignin.tokens.LinkToken;
import org.simplesignin.tokens.LinkTokenIssuer;
import org.simplesignin.tokens.LinkTokenKeys;
import org.simplesignin.tokens.PartnerUserId;
import org.simplesignin.tokens.SsiTokenClaims;
import org.simplesignin.tokens.SsiTokenIssuer;
import org.simplesignin.tokens.SsiTokenVerifier;
import org.simplesignin.tokens.VerifiedSsiToken;

/// One SSI token: the bare signature, our writer, the same token through Nimbus, decoding the stored key and signing,
/// and verifying; with the JDK's own cryptography and with the Amazon Corretto Crypto Provider.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class SsiTokenBenchmark {
    private static final String ISSUER = "https://platform.example";
    private static final IdentityProviderName AUDIENCE = IdentityProviderName.of("example-video");
    private static final AmazonUserId USER = AmazonUserId.of("k3Zq0Vb8y2mQpX1cWn7fTA");

    /// `jdk` or `accp`.
    @Param({"jdk", "accp"})
    public String provider = "jdk";

    private final SecureRandom random = new SecureRandom();
    private final Clock clock = Clock.systemUTC();
    private final SsiTokenIssuer issuer = SsiTokenIssuer.of(ISSUER, SsiTokenIssuer.DEFAULT_LIFE, clock, random);
    private final LinkTokenKeys linkTokenKeys = LinkTokenKeys.generate();
    private final SsiTokenVerifier verifier =
            SsiTokenVerifier.builder(linkTokenKeys, ISSUER, AUDIENCE).build();
    private byte[] pkcs8 = new byte[0];
    private LinkSigningKey key = LinkSigningKey.generate();
    private SsiTokenClaims claims = claims("x");
    private String token = "";
    private byte[] signed = new byte[0];

    /// Makes a link and one token of it.
    @Setup
    public void link() throws GeneralSecurityException {
        if (provider.equals("accp")) {
            AmazonCorrettoCryptoProvider.install();
            AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
        }
        AppKeyPair app = AppKeyPair.generate();
        LinkCredentials credentials =
                LinkTokenIssuer.of(linkTokenKeys, app.publicKey()).issue(USER, PartnerUserId.of("4711"));
        try {
            key = app.decryptLinkSigningKey(credentials.linkSigningKey());
        } catch (Exception e) {
            throw new GeneralSecurityException(e);
        }
        claims = claims(credentials.linkToken());
        token = issuer.issue(claims, key);
        pkcs8 = key.toInsecurePkcs8(InsecureSecretAccess.GRANTED);
        signed = token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
        if (!Security.getProviders()[0].getName().startsWith(provider.equals("accp") ? "Amazon" : "SUN")) {
            throw new GeneralSecurityException("the provider under test is not the first one");
        }
    }

    private static SsiTokenClaims claims(String linkToken) {
        return SsiTokenClaims.of(
                AUDIENCE,
                USER,
                LinkToken.of(linkToken),
                LinkId.of("Qm9vMDAwMDAwMDAwMDAwMA"),
                AppId.of("example-tv"),
                DirectedDeviceId.of("ZGV2aWNlMDAwMDAwMDAwMA"));
    }

    /// The signature alone: the floor.
    @Benchmark
    public byte[] signature() throws GeneralSecurityException {
        PrivateKey decoded = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(decoded, random);
        signature.update(signed);
        return signature.sign();
    }

    /// As the server mints: decode the unwrapped key, write, sign.
    @Benchmark
    public String issueFromStoredKey() {
        return issuer.issue(claims, LinkSigningKey.parseOwnPkcs8(pkcs8));
    }

    /// Write and sign.
    @Benchmark
    public String issue() {
        return issuer.issue(claims, key);
    }

    /// The same token through Nimbus, key decoded each time.
    @Benchmark
    public String issueByNimbus() throws JOSEException, GeneralSecurityException {
        PrivateKey decoded = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        Instant now = clock.instant();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("SSI-TOKEN-1.0"))
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(AUDIENCE.value())
                        .subject(USER.value())
                        .claim("link_token", claims.linkToken().value())
                        .claim("link_token_schema", "LINK-TOKEN-1.0")
                        .claim("link_id", claims.linkId().value())
                        .claim("app", claims.app().value())
                        .claim("device", claims.device().value())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(1200)))
                        .jwtID(UUID.randomUUID().toString())
                        .build());
        jwt.sign(new ECDSASigner(decoded, Curve.P_256));
        return jwt.serialize();
    }

    /// As a partner backend verifies: decrypt the link token, check everything.
    @Benchmark
    public VerifiedSsiToken verify() throws InvalidTokenException {
        return verifier.verify(token, "SSI-TOKEN-1.0");
    }
}
