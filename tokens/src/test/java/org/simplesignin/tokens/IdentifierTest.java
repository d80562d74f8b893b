package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each identifier lets pass, at the edge. */
final class IdentifierTest {
    record Kind(String name, Function<String, Object> of, int max, String good, String bad) {}

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("amazonUserId", AmazonUserId::of, 256, "a", "ü"),
                new Kind("partnerUserId", PartnerUserId::of, 256, "ü", "\u0000"),
                new Kind("identityProviderName", IdentityProviderName::of, 64, "a", "A"),
                new Kind("linkId", LinkId::of, 128, "a", "/"),
                new Kind("app", AppId::of, 128, "a", "/"),
                new Kind("device", DirectedDeviceId::of, 128, "a", "/"),
                new Kind("jti", TokenId::of, 128, "A", "."),
                new Kind("nonce", Nonce::of, 256, "~", " "),
                new Kind("linkToken", LinkToken::of, 8192, "a", "\n"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void longestValueIsAllowedAndOneMoreRefused(Kind kind) {
        assertTrue(kind.of().apply(kind.good().repeat(kind.max())) instanceof Record);
        String tooLong = kind.good().repeat(kind.max() + 1);
        assertThrows(IllegalArgumentException.class, () -> kind.of().apply(tooLong));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void emptyBlankAndStrangeValuesAreRefusedWithoutRepeatingThem(Kind kind) {
        for (String wrong : List.of("", " ", "secret" + kind.bad() + "x".repeat(30), "\n")) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> kind.of().apply(wrong));
            assertFalse(refused.toString().contains("secret"), refused::toString);
        }
        assertThrows(NullPointerException.class, () -> kind.of().apply(nothing()));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void messageNamesTheField(Kind kind) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> kind.of().apply(""));
        assertTrue(refused.toString().contains(": " + kind.name()), refused::toString);
    }

    @Test
    void identityProviderNameBeginsWithLetterOrDigit() {
        IdentityProviderName.of("0a._-");
        for (String wrong : List.of(".a", "_a", "-a", "a b", "ä")) {
            assertThrows(IllegalArgumentException.class, () -> IdentityProviderName.of(wrong));
        }
    }

    @Test
    void partnerUserIdMayBeAnyWellFormedTextWithoutControlCharacters() {
        assertEquals("名前 \uD83D\uDCFA", PartnerUserId.of("名前 \uD83D\uDCFA").value());
        for (String wrong : List.of("\uD83D", "a\uDCFA", "a\u007f", "a\u0085", "\u2003")) {
            assertThrows(IllegalArgumentException.class, () -> PartnerUserId.of(wrong));
        }
    }

    @Test
    void visibleAsciiIsFromExclamationMarkToTilde() {
        AmazonUserId.of("!~");
        for (String wrong : List.of("\u007f", "\u0080", "\u001f", "a b")) {
            assertThrows(IllegalArgumentException.class, () -> AmazonUserId.of(wrong));
        }
    }

    @Test
    void tokenIdHasAtLeast128Bits() {
        TokenId.of("A".repeat(22));
        assertThrows(IllegalArgumentException.class, () -> TokenId.of("A".repeat(21)));
    }

    @Test
    void identifiersPrintAsTheirValueAndLinkTokensDoNot() {
        assertEquals("a1", AmazonUserId.of("a1").toString());
        assertEquals("p1", PartnerUserId.of("p1").toString());
        assertEquals("i1", IdentityProviderName.of("i1").toString());
        assertEquals("l1", LinkId.of("l1").toString());
        assertEquals("x1", AppId.of("x1").toString());
        assertEquals("d1", DirectedDeviceId.of("d1").toString());
        assertEquals("n1", Nonce.of("n1").toString());
        assertEquals(Forge.JTI, TokenId.of(Forge.JTI).toString());
        assertEquals("[redacted]", LinkToken.of("secret").toString());
    }
}
