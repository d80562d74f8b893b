package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our tokens are read by jose4j, an implementation with no code in common, and jose4j's by us. */
final class Jose4jInteropTest {
    private static final AppKeyPair APP = AppKeyPair.generate(2048, new SecureRandom());

    @ParameterizedTest
    @ValueSource(ints = {128, 256})
    void ourLinkTokenIsReadByJose4j(int bits) throws Exception {
        byte[] key = bits == 128 ? Forge.KEY_128 : Forge.KEY_256;
        LinkTokenKeys keys = Forge.keys().withCurrent("key-" + bits);
        LinkCredentials credentials = LinkTokenIssuer.of(keys, APP.publicKey())
                .issue(AmazonUserId.of("amzn1.account.A"), PartnerUserId.of("名前"), Map.of("plan", "gold"));

        JsonWebEncryption jwe = new JsonWebEncryption();
        jwe.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, "A" + bits + "GCMKW"));
        jwe.setContentEncryptionAlgorithmConstraints(
                new AlgorithmConstraints(ConstraintType.PERMIT, "A" + bits + "GCM"));
        jwe.setCompactSerialization(credentials.linkToken());
        jwe.setKey(new SecretKeySpec(key, "AES"));

        Map<?, ?> content = Forge.JSON.readValue(jwe.getPayload(), Map.class);
        LinkSigningKey signingKey = APP.decryptLinkSigningKey(credentials.linkSigningKey());
        assertEquals(
                Map.of(
                        "amznUserId", "amzn1.account.A",
                        "userId", "名前",
                        "vKey", signingKey.verificationKey().toBase64(),
                        "c.plan", "gold"),
                content);
        assertEquals("key-" + bits, jwe.getKeyIdHeaderValue());
    }

    @Test
    void ourSsiTokenIsReadByJose4j() throws Exception {
        LinkSigningKey key = LinkSigningKey.generate();
        String token = SsiTokenIssuer.of(
                        Forge.ISSUER,
                        SsiTokenIssuer.DEFAULT_LIFE,
                        Clock.fixed(Forge.NOW, ZoneOffset.UTC),
                        new SecureRandom())
                .issue(
                        SsiTokenClaims.of(
                                IdentityProviderName.of(Forge.AUDIENCE),
                                AmazonUserId.of("amzn1.account.A"),
                                LinkToken.of("x.y"),
                                LinkId.of("link-1"),
                                AppId.of("app"),
                                DirectedDeviceId.of("device")),
                        key);

        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, "ES256"));
        jws.setCompactSerialization(token);
        jws.setKey(key.verificationKey().key());

        assertTrue(jws.verifySignature());
        assertEquals("SSI-TOKEN-1.0", jws.getHeader("typ"));
        assertTrue(jws.getPayload().contains("\"sub\":\"amzn1.account.A\""));
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256})
    void tokensOfJose4jAreVerifiedByUs(int bits) throws Exception {
        JsonWebEncryption jwe = new JsonWebEncryption();
        jwe.setAlgorithmHeaderValue("A" + bits + "GCMKW");
        jwe.setEncryptionMethodHeaderParameter("A" + bits + "GCM");
        jwe.setKeyIdHeaderValue("key-" + bits);
        jwe.setKey(new SecretKeySpec(bits == 128 ? Forge.KEY_128 : Forge.KEY_256, "AES"));
        jwe.setPayload(Forge.json(Map.of(
                "amznUserId", "amzn1.account.A",
                "userId", "名前",
                "vKey", Forge.verificationKey(Forge.SCALAR))));

        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue("ES256");
        jws.setHeader("typ", "SSI-TOKEN-1.0");
        jws.setPayload(
                new Forge().claim("link_token", jwe.getCompactSerialization()).claims());
        jws.setKey(signingKey());

        VerifiedSsiToken verified = Forge.verify(jws.getCompactSerialization());
        assertEquals("名前", verified.partnerUserId().value());
    }

    private static ECPrivateKey signingKey() throws Exception {
        byte[] pkcs8 = HexFormat.of()
                .parseHex("3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420"
                        + "%064x".formatted(Forge.SCALAR));
        return P256.privateKey(pkcs8);
    }

    @Test
    void linkSigningKeyIsTheSamePairForJose4j() throws Exception {
        LinkSigningKey key = LinkSigningKey.generate();
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue("ES256");
        jws.setPayload("hello");
        jws.setKey(P256.privateKey(key.toInsecurePkcs8(InsecureSecretAccess.GRANTED)));
        String token = jws.getCompactSerialization();
        assertTrue(CompactJws.parse(token).isSignedBy(key.verificationKey()));
    }

    @Test
    void appKeyIsReadByJose4jWithTheSameThumbprint() throws Exception {
        AppKey key = APP.publicKey();
        RsaJsonWebKey jwk = (RsaJsonWebKey) PublicJsonWebKey.Factory.newPublicJwk(key.toJwk());
        assertEquals(key.kid(), jwk.calculateBase64urlEncodedThumbprint("SHA-256"));
        assertEquals(key.kid(), jwk.getKeyId());
        assertEquals("enc", jwk.getUse());
        assertEquals("RSA-OAEP-256", jwk.getAlgorithm());
        assertEquals(key, AppKey.parseJwk(jwk.toJson()));
        assertEquals(key, new AppKey(jwk.getRsaPublicKey()));
    }
}
