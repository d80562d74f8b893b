package org.simplesignin.server.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MailTest {
    private static final MailAddress TO = new MailAddress("alice@example.com");

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Code\r\nBcc: bob@example.com", "Code\nX: y", "Code\u0000", "Code\u0085", "Code\u2028Bcc: x"
            })
    void subjectThatWouldMakeAHeaderIsRefused(String subject) {
        assertThrows(IllegalArgumentException.class, () -> new Mail(TO, subject, "text"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\rb", "a\u0000b", "a\u001bb"})
    void textWithControlCharactersIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> new Mail(TO, "subject", text));
    }

    @Test
    void lengthsAreBoundedAndTheEdgesAreTaken() {
        assertEquals(
                200, new Mail(TO, "s".repeat(200), "t".repeat(10_000)).subject().length());
        assertThrows(IllegalArgumentException.class, () -> new Mail(TO, "s".repeat(201), "t"));
        assertThrows(IllegalArgumentException.class, () -> new Mail(TO, "s", "t".repeat(10_001)));
    }

    @Test
    void printsNothing() {
        assertFalse(new Mail(TO, "subject", "code ABCD").toString().contains("ABCD"));
    }
}
