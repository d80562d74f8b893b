package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.simplesignin.tokens.Forge.assertRefused;

import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.tokens.InvalidTokenException.Reason;

/** The link token inside an SSI token: its form, its key, its content. */
final class LinkTokenRefusalTest {
    @Test
    void linkTokenOf128BitsIsRead() throws InvalidTokenException {
        assertEquals(
                "user-7",
                Forge.verify(new Forge().withKey128().token()).partnerUserId().value());
    }

    @Test
    void customMembersAreReadAndUnknownOnesIgnored() throws InvalidTokenException {
        VerifiedSsiToken verified = Forge.verify(new Forge()
                .linkContent("c.plan", "gold ü")
                .linkContent("note", "x")
                .token());
        assertEquals(Map.of("plan", "gold ü"), verified.customMembers());
    }

    @Test
    void anythingButFiveStrictPartsIsRefused() {
        for (String wrong : List.of("x", "a.b.c", "....", "a.b.c.d.e.f", "{\"protected\":\"e30\"}")) {
            new Forge().claim("link_token", wrong).refused(Reason.LINK_TOKEN_FORMAT);
        }
        new Forge().linkTokenText(text -> text + ".").refused(Reason.LINK_TOKEN_FORMAT);
        new Forge().linkTokenText(text -> text + "=").refused(Reason.LINK_TOKEN_FORMAT);
        new Forge().linkTokenText(text -> " " + text).refused(Reason.LINK_TOKEN_FORMAT);
        new Forge().linkTokenText(text -> text.replace('.', '+')).refused(Reason.LINK_TOKEN_FORMAT);
    }

    @Test
    void ssiTokenInPlaceOfALinkTokenIsRefused() {
        new Forge().claim("link_token", new Forge().token()).refused(Reason.LINK_TOKEN_FORMAT);
    }

    @Test
    void linkTokenOfExactly8KiBIsReadAndOver8KiBRefused() throws InvalidTokenException {
        Forge.verify(linkTokenOfLength(8192).token());
        linkTokenOfLength(8193).refused(Reason.LINK_TOKEN_FORMAT);
    }

    /** A custom member fills the token up; base64url grows in steps, so spaces in the header take up the rest. */
    private static Forge linkTokenOfLength(int length) {
        for (String spaces : List.of("", " ", "  ")) {
            Forge forge = new Forge().linkHeaderText(text -> text + spaces);
            int start = (length - forge.linkToken().length()) * 3 / 4 - 32;
            for (int filler = start; filler < start + 48; filler++) {
                if (forge.linkContent("c.filler", "f".repeat(filler))
                                .linkToken()
                                .length()
                        == length) {
                    return forge;
                }
            }
        }
        throw new IllegalStateException("No filler fits " + length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"zip", "p2c", "p2s", "crit", "jwk", "jku", "x5u", "x5c", "epk", "apu", "typ", "cty", "unknown"})
    void headerMembersThatNobodyExpectsAreRefused(String member) {
        new Forge().linkHeader(member, "DEF").refused(Reason.LINK_TOKEN_FORMAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alg", "enc", "kid"})
    void missingHeaderMembersAreRefused(String member) {
        new Forge().withoutLinkHeader(member).refused(Reason.LINK_TOKEN_FORMAT);
    }

    @Test
    void headerThatIsNotStrictJsonIsRefused() {
        new Forge()
                .linkHeaderText(text -> text.replace("}", ",\"alg\":\"A256GCMKW\"}"))
                .refused(Reason.LINK_TOKEN_FORMAT);
        new Forge().linkHeaderText(text -> "\uFEFF" + text).refused(Reason.LINK_TOKEN_FORMAT);
        new Forge().linkHeaderText(text -> "[]").refused(Reason.LINK_TOKEN_FORMAT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dir",
                "none",
                "A128GCMKW",
                "A192GCMKW",
                "A256KW",
                "a256gcmkw",
                "RSA-OAEP",
                "PBES2-HS256+A128KW",
                "ECDH-ES"
            })
    void algorithmThatIsNotTheKeysIsRefused(String algorithm) {
        new Forge().linkHeader("alg", algorithm).refused(Reason.LINK_TOKEN_FORMAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A128GCM", "A192GCM", "A256CBC-HS512", "a256gcm", ""})
    void contentEncryptionThatIsNotTheKeysIsRefused(String encryption) {
        new Forge().linkHeader("enc", encryption).refused(Reason.LINK_TOKEN_FORMAT);
    }

    @Test
    void headerMembersOfAnotherJsonTypeAreRefused() {
        for (String member : List.of("alg", "enc", "kid", "iv", "tag")) {
            new Forge().linkHeader(member, 1).refused(Reason.LINK_TOKEN_FORMAT);
            new Forge().linkHeader(member, List.of()).refused(Reason.LINK_TOKEN_FORMAT);
        }
    }

    @Test
    void kidOutsideItsFormIsRefused() {
        for (String kid : List.of("", "../key", "k".repeat(65), "a b", "key-256\u0000")) {
            new Forge().linkHeader("kid", kid).refused(Reason.LINK_TOKEN_FORMAT);
        }
    }

    @Test
    void unknownKeyIsRefused() {
        new Forge().linkHeader("kid", "key-512").refused(Reason.LINK_TOKEN_KEY_UNKNOWN);
    }

    @Test
    void linkTokenOfAnotherBackendWithTheSameKidIsRefused() {
        new Forge().linkKey(Forge.digest("somebody else's key", 32)).refused(Reason.LINK_TOKEN_DECRYPTION);
    }

    @Test
    void ivAndTagOfTheKeyMustHaveTheirLength() {
        for (int length : List.of(0, 11, 13, 16)) {
            new Forge().linkHeader("iv", Base64Url.encode(new byte[length])).refused(Reason.LINK_TOKEN_FORMAT);
        }
        for (int length : List.of(0, 4, 12, 15, 17)) {
            new Forge().linkHeader("tag", Base64Url.encode(new byte[length])).refused(Reason.LINK_TOKEN_FORMAT);
        }
        new Forge().linkHeader("iv", "AAAAAAAAAAAAAAA=").refused(Reason.LINK_TOKEN_FORMAT);
        new Forge().linkHeader("iv", Base64Url.encode(new byte[12])).refused(Reason.LINK_TOKEN_DECRYPTION);
        new Forge().linkHeader("tag", Base64Url.encode(new byte[16])).refused(Reason.LINK_TOKEN_DECRYPTION);
    }

    @Test
    void wrappedKeyIvAndTagMustHaveTheirLength() {
        for (int part : List.of(1, 2, 4)) {
            new Forge().linkTokenText(text -> changePart(text, part, -1)).refused(Reason.LINK_TOKEN_FORMAT);
            new Forge().linkTokenText(text -> changePart(text, part, 1)).refused(Reason.LINK_TOKEN_FORMAT);
        }
    }

    @Test
    void bytesMovedFromTheTagToTheContentAreRefused() {
        new Forge()
                .linkTokenText(text -> {
                    String[] parts = text.split("\\.", -1);
                    byte[] content = Base64Url.decode(parts[3]);
                    byte[] tag = Base64Url.decode(parts[4]);
                    byte[] longer = Arrays.copyOf(content, content.length + 4);
                    System.arraycopy(tag, 0, longer, content.length, 4);
                    parts[3] = Base64Url.encode(longer);
                    parts[4] = Base64Url.encode(Arrays.copyOfRange(tag, 4, 16));
                    return String.join(".", parts);
                })
                .refused(Reason.LINK_TOKEN_FORMAT);
    }

    private static String changePart(String token, int part, int by) {
        String[] parts = token.split("\\.", -1);
        byte[] bytes = Base64Url.decode(parts[part]);
        parts[part] = Base64Url.encode(Arrays.copyOf(bytes, bytes.length + by));
        return String.join(".", parts);
    }

    @Test
    void emptyContentIsRefused() {
        new Forge().linkContentText(text -> "").refused(Reason.LINK_TOKEN_CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"amznUserId", "userId", "vKey"})
    void everyMandatoryMemberIsMissed(String member) {
        new Forge().withoutLinkContent(member).refused(Reason.LINK_TOKEN_CONTENT);
        new Forge().linkContent(member, null).refused(Reason.LINK_TOKEN_CONTENT);
        new Forge().linkContent(member, 7).refused(Reason.LINK_TOKEN_CONTENT);
        new Forge().linkContent(member, List.of("x")).refused(Reason.LINK_TOKEN_CONTENT);
    }

    @Test
    void contentThatIsNotStrictJsonIsRefused() {
        new Forge()
                .linkContentText(text -> text.replace("}", ",\"userId\":\"user-8\"}"))
                .refused(Reason.LINK_TOKEN_CONTENT);
        new Forge().linkContentText(text -> text.replace("user-7", "\\ud800")).refused(Reason.LINK_TOKEN_CONTENT);
        new Forge().linkContentText(text -> text + "x").refused(Reason.LINK_TOKEN_CONTENT);
    }

    @Test
    void contentOutOfBoundsIsRefused() {
        new Forge().linkContent("userId", "").refused(Reason.LINK_TOKEN_CONTENT);
        new Forge().linkContent("userId", "u".repeat(257)).refused(Reason.LINK_TOKEN_CONTENT);
        new Forge().linkContent("amznUserId", " ").refused(Reason.LINK_TOKEN_CONTENT);
        new Forge().linkContent("c.", "x").refused(Reason.LINK_TOKEN_CONTENT);
        new Forge().linkContent("c.a b", "x").refused(Reason.LINK_TOKEN_CONTENT);
        new Forge().linkContent("c.plan", 1).refused(Reason.LINK_TOKEN_CONTENT);
    }

    @Test
    void customMembersUpTo32AreReadAndOneMoreIsRefused() throws InvalidTokenException {
        Forge forge = new Forge();
        for (int i = 0; i < 32; i++) {
            forge.linkContent("c." + i, "x");
        }
        assertEquals(32, Forge.verify(forge.token()).customMembers().size());
        Forge oneMore = new Forge();
        for (int i = 0; i < 33; i++) {
            oneMore.linkContent("c." + i, "x");
        }
        oneMore.refused(Reason.LINK_TOKEN_CONTENT);
    }

    @Test
    void keyOffTheCurveIsRefused() {
        byte[] spki = Base64.getDecoder().decode(Forge.verificationKey(Forge.SCALAR));
        spki[spki.length - 1] ^= 1;
        refusedKey(spki);
    }

    @Test
    void keyAtInfinityIsRefused() {
        refusedKey(HexFormat.of().parseHex("3019301306072a8648ce3d020106082a8648ce3d03010703020000"));
        byte[] spki = Base64.getDecoder().decode(Forge.verificationKey(Forge.SCALAR));
        Arrays.fill(spki, 27, 91, (byte) 0);
        refusedKey(spki);
    }

    @Test
    void keyOnAnotherCurveIsRefused() throws Exception {
        for (String curve : List.of("secp384r1", "secp521r1")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            refusedKey(generator.generateKeyPair().getPublic().getEncoded());
        }
        byte[] spki = Base64.getDecoder().decode(Forge.verificationKey(Forge.SCALAR));
        spki[22] = 0x0a; // names another curve, of the same size, for the same point
        refusedKey(spki);
    }

    @Test
    void keyOfAnotherKindIsRefused() throws Exception {
        for (String kind : List.of("RSA", "Ed25519", "X25519")) {
            refusedKey(KeyPairGenerator.getInstance(kind)
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded());
        }
    }

    @Test
    void coordinateNotBelowTheFieldIsRefused() {
        byte[] spki = Base64.getDecoder().decode(Forge.verificationKey(Forge.SCALAR));
        Arrays.fill(spki, 27, 59, (byte) 0xff);
        refusedKey(spki);
    }

    @Test
    void compressedKeyAndKeyInAnotherBase64AreRefused() {
        byte[] spki = Base64.getDecoder().decode(Forge.verificationKey(Forge.SCALAR));
        byte[] compressed =
                Arrays.copyOf(HexFormat.of().parseHex("3039301306072a8648ce3d020106082a8648ce3d03010703220002"), 59);
        System.arraycopy(spki, 27, compressed, 27, 32);
        refusedKey(compressed);
        String text = Base64.getEncoder().encodeToString(spki);
        for (String wrong : List.of(text.replace("=", ""), text + "\n", " " + text, Base64Url.encode(spki) + "==x")) {
            new Forge().linkContent("vKey", wrong).refused(Reason.LINK_TOKEN_VERIFICATION_KEY);
        }
    }

    private static void refusedKey(byte[] spki) {
        new Forge()
                .linkContent("vKey", Base64.getEncoder().encodeToString(spki))
                .refused(Reason.LINK_TOKEN_VERIFICATION_KEY);
    }

    @Test
    void linkTokenIsNeverAProofByItself() {
        assertRefused(Reason.NOT_COMPACT_JWS, new Forge().linkToken());
    }
}
