package org.simplesignin.server.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MailAddressTest {
    @ParameterizedTest
    @CsvSource({
        "alice@example.com, alice@example.com",
        "'  Alice.B+tv@Example.COM ', Alice.B+tv@Example.COM",
        "o'hara@example.com, o'hara@example.com",
        "anna@bücher.example, anna@xn--bcher-kva.example",
        "a@b.co, a@b.co"
    })
    void addressIsReadAsTyped(String typed, String value) {
        assertEquals(Optional.of(value), MailAddress.parse(typed).map(MailAddress::value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "@example.com",
                "alice@",
                "alice@localhost",
                "alice@example.com\r\nBcc: bob@example.com",
                "alice@example.com, bob@example.com",
                "Alice <alice@example.com>",
                "\"a b\"@example.com",
                "alice@exa mple.com",
                "alice@-example.com",
                "alice@example..com",
                "alice@bob@example.com",
                "älice@example.com",
                "alice@[127.0.0.1]",
                "alice\u0000@example.com"
            })
    void whatIsNoAddressIsRefused(String typed) {
        assertEquals(Optional.empty(), MailAddress.parse(typed));
        assertThrows(IllegalArgumentException.class, () -> new MailAddress(typed));
    }

    @Test
    void longestAddressIsTakenAndOneMoreIsNot() {
        String label = "b".repeat(62);
        String domain = String.join(".", label, label, label);
        assertEquals(254, ("a".repeat(64) + "@" + domain + "c").length());
        assertEquals(
                254,
                MailAddress.parse("a".repeat(64) + "@" + domain + "c")
                        .orElseThrow()
                        .value()
                        .length());
        assertEquals(Optional.empty(), MailAddress.parse("a".repeat(64) + "@" + domain + "cc"));
        assertEquals(Optional.empty(), MailAddress.parse("a".repeat(65) + "@example.com"));
    }

    @Test
    void comparesWithoutCaseAndPrintsNothing() {
        MailAddress address = new MailAddress("Alice@Example.com");

        assertEquals("alice@example.com", address.key());
        assertEquals("A…@Example.com", address.masked());
        assertFalse(address.toString().contains("lice"));
    }
}
