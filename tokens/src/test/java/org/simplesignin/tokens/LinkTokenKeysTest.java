package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key sets: made, rotated, written and read again; what is no key set is refused. */
final class LinkTokenKeysTest {
    private static final String K = Base64Url.encode(Forge.KEY_128);

    private static String json(LinkTokenKeys keys) {
        return keys.toInsecureJson(InsecureSecretAccess.GRANTED);
    }

    private static String set(String... keys) {
        return "{\"keys\":[" + String.join(",", keys) + "]}";
    }

    @Test
    void generatedKeyHas256BitsUnlessToldOtherwise() {
        assertTrue(json(LinkTokenKeys.generate()).contains("\"alg\":\"A256GCMKW\""));
        assertTrue(json(LinkTokenKeys.generate(128)).contains("\"alg\":\"A128GCMKW\""));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64, 127, 129, 192, 512, -256})
    void otherSizesAreRefused(int bits) {
        assertThrows(IllegalArgumentException.class, () -> LinkTokenKeys.generate(bits));
        LinkTokenKeys keys = LinkTokenKeys.generate();
        assertThrows(IllegalArgumentException.class, () -> keys.withNewKey(bits));
    }

    @Test
    void newKeyBecomesCurrentAndOldOnesStay() {
        LinkTokenKeys old = LinkTokenKeys.generate(128);
        LinkTokenKeys both = old.withNewKey();
        assertNotEquals(old.currentKid(), both.currentKid());
        assertEquals(Set.of(old.currentKid(), both.currentKid()), both.kids());
        assertEquals(Set.of(old.currentKid()), old.kids());
    }

    @Test
    void writtenSetIsReadAgainWithTheSameCurrentKey() {
        LinkTokenKeys keys = LinkTokenKeys.generate().withNewKey(128).withNewKey();
        LinkTokenKeys again = LinkTokenKeys.parse(json(keys));
        assertEquals(keys.kids(), again.kids());
        assertEquals(keys.currentKid(), again.currentKid());
        assertEquals(json(keys), json(again));
        String other = keys.kids().stream()
                .filter(kid -> !kid.equals(keys.currentKid()))
                .findFirst()
                .orElseThrow();
        assertEquals(other, LinkTokenKeys.parse(json(keys.withCurrent(other))).currentKid());
    }

    @Test
    void oldLinkTokensAreReadAfterRotationAndNoLongerWithoutTheirKey() throws Exception {
        LinkTokenKeys keys = Forge.keys();
        LinkTokenKeys rotated = keys.withNewKey();
        SsiTokenVerifier.Builder builder =
                SsiTokenVerifier.builder(rotated, Forge.ISSUER, IdentityProviderName.of(Forge.AUDIENCE));
        SsiTokenVerifier verifier =
                builder.clock(Clock.fixed(Forge.NOW, ZoneOffset.UTC)).build();
        verifier.verify(new Forge().token(), "SSI-TOKEN-1.0");
        SsiTokenVerifier without = SsiTokenVerifier.builder(
                        rotated.without("key-256"), Forge.ISSUER, IdentityProviderName.of(Forge.AUDIENCE))
                .build();
        Forge.assertRefused(InvalidTokenException.Reason.LINK_TOKEN_KEY_UNKNOWN, without, new Forge().token());
    }

    @Test
    void currentKeyAndUnknownKeysCannotBeRemoved() {
        LinkTokenKeys keys = Forge.keys();
        assertThrows(IllegalArgumentException.class, () -> keys.without("key-256"));
        assertThrows(IllegalArgumentException.class, () -> keys.without("key-512"));
        assertThrows(IllegalArgumentException.class, () -> keys.withCurrent("key-512"));
        assertEquals(Set.of("key-256"), keys.without("key-128").kids());
    }

    @Test
    void hundredKeysAreAllowedAndOneMoreRefused() {
        LinkTokenKeys keys = LinkTokenKeys.generate();
        for (int i = 1; i < 100; i++) {
            keys = keys.withNewKey();
        }
        LinkTokenKeys full = keys;
        assertEquals(100, full.kids().size());
        assertThrows(IllegalArgumentException.class, full::withNewKey);
        LinkTokenKeys.parse(json(full));
    }

    @Test
    void kidsOfGeneratedKeysDiffer() {
        Set<String> kids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            assertTrue(kids.add(LinkTokenKeys.generate().currentKid()));
        }
    }

    @Test
    void plainOctKeyIsReadAndOptionalMembersMayStandThere() {
        LinkTokenKeys.parse(set("{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + K + "\"}"));
        LinkTokenKeys.parse(set("{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + K
                + "\",\"use\":\"enc\",\"alg\":\"A128GCMKW\",\"note\":1}"));
    }

    @Test
    void whatIsNoUsableKeyIsRefused() {
        for (String key : List.of(
                "{\"kty\":\"RSA\",\"kid\":\"a\",\"k\":\"" + K + "\"}",
                "{\"kid\":\"a\",\"k\":\"" + K + "\"}",
                "{\"kty\":\"oct\",\"k\":\"" + K + "\"}",
                "{\"kty\":\"oct\",\"kid\":7,\"k\":\"" + K + "\"}",
                "{\"kty\":\"oct\",\"kid\":\"\",\"k\":\"" + K + "\"}",
                "{\"kty\":\"oct\",\"kid\":\"../a\",\"k\":\"" + K + "\"}",
                "{\"kty\":\"oct\",\"kid\":\"" + "a".repeat(65) + "\",\"k\":\"" + K + "\"}",
                "{\"kty\":\"oct\",\"kid\":\"a\"}",
                "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"\"}",
                "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + K + "==\"}",
                "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + Base64Url.encode(new byte[15]) + "\"}",
                "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + Base64Url.encode(new byte[24]) + "\"}",
                "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + Base64Url.encode(new byte[33]) + "\"}",
                "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + K + "\",\"use\":\"sig\"}",
                "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + K + "\",\"use\":null}",
                "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + K + "\",\"alg\":\"A256GCMKW\"}",
                "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + K + "\",\"alg\":\"A128KW\"}",
                "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + K + "\",\"key_ops\":[\"sign\"]}",
                "\"" + K + "\"")) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> LinkTokenKeys.parse(set(key)), key);
            assertFalse(refused.toString().contains(K));
        }
    }

    @Test
    void duplicateKidIsRefused() {
        String key = "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + K + "\"}";
        assertThrows(IllegalArgumentException.class, () -> LinkTokenKeys.parse(set(key, key)));
    }

    @Test
    void messageNamesThePlaceOfTheWrongKey() {
        String good = "{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + K + "\"}";
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> LinkTokenKeys.parse(set(good, "{}")));
        assertTrue(refused.toString().contains(": Link token key 2 of the set"), refused::toString);
    }

    @Test
    void whatIsNoKeySetIsRefused() {
        for (String json : List.of(
                "",
                "{}",
                "[]",
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{\"keys\":[],\"keys\":[]}",
                "not json",
                "{\"keys\":[")) {
            assertThrows(IllegalArgumentException.class, () -> LinkTokenKeys.parse(json), json);
        }
        String huge = set("{\"note\":\"" + "x".repeat(64 * 1024) + "\"}");
        assertThrows(IllegalArgumentException.class, () -> LinkTokenKeys.parse(huge));
    }

    @Test
    void setPrintsNoKey() {
        assertEquals("LinkTokenKeys[redacted]", Forge.keys().toString());
    }
}
