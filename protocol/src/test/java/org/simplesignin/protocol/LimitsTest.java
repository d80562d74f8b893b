package org.simplesignin.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LimitsTest {
    @Test
    void publishedLimitsAreThoseOfTheSpecification() {
        assertEquals(256, Limits.PARTNER_USER_ID_CHARS);
        assertEquals(64, Limits.IDENTITY_PROVIDER_NAME_CHARS);
        assertEquals(320, Limits.LOGIN_NAME_CHARS);
        assertEquals(8_192, Limits.LINK_TOKEN_CHARS);
        assertEquals(1_024, Limits.LINK_SIGNING_KEY_CHARS);
        assertEquals(10, Limits.LINKS_PER_PROVIDER);
        assertEquals(10, Limits.LOGIN_NAMES_PER_CALL);
        assertEquals(10_000, Limits.METRIC_EVENTS_KEPT);
        assertEquals(65_536, Limits.REQUEST_BYTES);
    }

    @Test
    void lengthsAreInclusive() {
        edge(Limits::isIdentityProviderName, 1, 64);
        edge(Limits::isPartnerUserId, 1, 256);
        edge(Limits::isLoginName, 1, 320);
        edge(Limits::isLinkSigningKey, 1, 1024);
        edge(Limits::isRandomId, 22, 64);
        edge(Limits::isNonce, 1, 128);
        edge(token -> Limits.isLinkToken(new Token(token, Token.LINK_TOKEN)), 1, 8192);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "A", "-a", ".a", "_a", "a b", "a/b", "ä", "a\n", "\na", "a\u0000", "aA", "a:b", "١"})
    void otherIdentityProviderNamesAreRefused(String name) {
        assertFalse(Limits.isIdentityProviderName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "a.b_c-d", "0.-_", "sample-video"})
    void identityProviderNamesAreTaken(String name) {
        assertTrue(Limits.isIdentityProviderName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "\u2003", "\uD800", "a\uDC00", "\uDE00\uD83D"})
    void blankTextsAndLoneSurrogatesAreRefused(String text) {
        assertFalse(Limits.isPartnerUserId(text));
        assertFalse(Limits.isLoginName(text));
        assertFalse(Limits.isLinkSigningKey(text));
        assertFalse(Limits.isLinkToken(new Token(text, Token.LINK_TOKEN)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSI-TOKEN-1.0", "LINK-TOKEN-2.0", "link-token-1.0", "", "LINK-TOKEN-1.0 "})
    void anotherSchemaIsNoLinkToken(String schema) {
        assertFalse(Limits.isLinkToken(new Token("t", schema)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "01", "00", "1.0", "1e3", " 1", "1 ", "12345678901234567", "١", "x", "1\n"})
    void otherTimesAreRefused(String time) {
        assertFalse(Limits.isEpochMillis(time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "1795300000000", "9999999999999999"})
    void timesInMillisecondsAreTaken(String time) {
        assertTrue(Limits.isEpochMillis(time));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaaaaaaaaaaaaaaaaaaaa+",
                "aaaaaaaaaaaaaaaaaaaaa=",
                "aaaaaaaaaaaaaaaaaaaaaä",
                "aaaaaaaaaaaaaaaaaaaaaa\n"
            })
    void otherRandomIdsAreRefused(String id) {
        assertFalse(Limits.isRandomId(id));
        assertFalse(Limits.isNonce(id));
    }

    private static void edge(Predicate<String> limit, int least, int most) {
        assertFalse(limit.test("a".repeat(least - 1)));
        assertTrue(limit.test("a".repeat(least)));
        assertTrue(limit.test("a".repeat(most)));
        assertFalse(limit.test("a".repeat(most + 1)));
    }
}
