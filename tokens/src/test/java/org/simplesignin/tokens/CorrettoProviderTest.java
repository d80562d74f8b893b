package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same answers with Amazon Corretto Crypto Provider in front, as the server installs it. */
final class CorrettoProviderTest {
    private static final AmazonCorrettoCryptoProvider PROVIDER = AmazonCorrettoCryptoProvider.INSTANCE;

    @BeforeAll
    static void install() {
        if (PROVIDER.getLoadingError() != null) {
            System.err.println("*** SKIPPED: no native Amazon Corretto Crypto Provider on this machine ***");
            Assumptions.abort("Amazon Corretto Crypto Provider does not load");
        }
        Security.insertProviderAt(PROVIDER, 1);
    }

    @AfterAll
    static void remove() {
        Security.removeProvider(PROVIDER.getName());
    }

    @Test
    void firstProviderSigns() throws Exception {
        assertEquals(
                PROVIDER.getName(),
                Signature.getInstance("SHA256withECDSAinP1363Format")
                        .getProvider()
                        .getName());
    }

    @Test
    void wholeSignInWorks() throws Exception {
        SignInTest.wholeSignIn();
    }

    @Test
    void forgedTokensAreVerifiedAndRefusedAlike() throws Exception {
        Forge.verify(new Forge().token());
        Forge.verify(new Forge().withKey128().token());
        new Forge().signedWith(Forge.OTHER_SCALAR).refused(InvalidTokenException.Reason.SIGNATURE);
        new Forge().linkKey(Forge.digest("another", 32)).refused(InvalidTokenException.Reason.LINK_TOKEN_DECRYPTION);
    }

    @Test
    void publicHalfIsDerivedAndComparedAlike() {
        String bare = "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420";
        for (BigInteger scalar : List.of(BigInteger.ONE, Forge.SCALAR, P256.N.subtract(BigInteger.ONE))) {
            BigInteger[] point = Rfc6979.point(scalar);
            LinkSigningKey key = LinkSigningKey.parsePkcs8(HexFormat.of().parseHex(bare + "%064x".formatted(scalar)));
            assertEquals(LinkVerificationKey.of(point[0], point[1]), key.verificationKey());
            byte[] full = key.toInsecurePkcs8(InsecureSecretAccess.GRANTED);
            assertArrayEquals(full, LinkSigningKey.parseOwnPkcs8(full).toInsecurePkcs8(InsecureSecretAccess.GRANTED));
            full[138 - 1] ^= 1;
            assertThrows(IllegalArgumentException.class, () -> LinkSigningKey.parsePkcs8(full));
        }
    }

    @Test
    void whatDoesNotDecryptIsUndecryptableAlike() {
        AppKeyPair app = AppKeyPair.generate(2048, new SecureRandom());
        AppKeyPair other = AppKeyPair.generate(2048, new SecureRandom());
        String good = other.publicKey().encryptLinkSigningKey(LinkSigningKey.generate());
        for (String encrypted : List.of(
                good, "", "AAAA", good.substring(4), good + "AAAA", "A".repeat(342) + "==", "/".repeat(342) + "==")) {
            InvalidLinkSigningKeyException refused =
                    assertThrows(InvalidLinkSigningKeyException.class, () -> app.decryptLinkSigningKey(encrypted));
            assertEquals(InvalidLinkSigningKeyException.Reason.INVALID_LINK_SIGNING_KEY_ENCRYPTION, refused.reason());
        }
    }

    @Test
    void publishedVectorsAreAnsweredAlike() throws Exception {
        PublishedVectorsTest.assertSsiTokens();
        PublishedVectorsTest.assertLinkSigningKeys();
    }

    @Test
    void wycheproofSignaturesAreAnsweredAlike() {
        WycheproofTest.assertEcdsa();
    }
}
