package org.simplesignin.server.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.server.password.PasswordRule.Flaw;

final class PasswordRuleTest {
    private static final List<String> ALICE = List.of("alice.miller@example.com", "Alice Miller");

    private final PasswordRule rule = PasswordRule.read();

    @Test
    void lengthIsCountedInCharactersAsPeopleSeeThem() {
        assertEquals(Optional.of(Flaw.TOO_SHORT), rule.flaw("xkvq7rw", ALICE));
        assertEquals(Optional.empty(), rule.flaw("xkvq7rwm", ALICE));
        assertEquals(Optional.of(Flaw.TOO_SHORT), rule.flaw("🐎🔋📎🐴🦄🍕🎸", ALICE));
        assertEquals(Optional.empty(), rule.flaw("🐎🔋📎🐴🦄🍕🎸🧩", ALICE));
        assertEquals(Optional.empty(), rule.flaw("xkvq7rwm".repeat(16), ALICE));
        assertEquals(Optional.of(Flaw.TOO_LONG), rule.flaw("xkvq7rwm".repeat(16) + "a", ALICE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "Password1!",
                "P@ssw0rd2024",
                "passw0rd!!",
                "PASSWORT123",
                "123password",
                "1q2w3e4r5t",
                "12345678",
                "87654321",
                "qwertyuiop",
                "Qwerty123!",
                "asdfghjkl1",
                "abcdefgh",
                "aaaaaaaa",
                "11111111",
                "12121212",
                "abcabcabc",
                "iloveyou2",
                "IL0v3Y0u!",
                "letmein1!",
                "L3tm31n!!",
                "welcome2025",
                "Summer2024!",
                "michael1984",
                "dragon1234",
                "sunshine99",
                "b@tm4n1234",
                "monkeymonkey",
                "football!!",
                "chelseafc1905",
                "superman123",
                "starwars77",
                "changeme!",
                "administrator",
                "trustno1!!",
                "zaq12wsx",
                "!@#$%^&*",
                "dragonmonkey1",
                "p.a.s.s.w.o.r.d"
            })
    void passwordThatAttackersTryFirstIsRefused(String password) {
        assertEquals(Optional.of(Flaw.COMMON), rule.flaw(password, ALICE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "xkvq7rwm",
                "violet umbrella 12",
                "my password is a plum tree",
                "Tr0ub4dor&3x",
                "dragonfruit-quilt",
                "пароль для телевизора",
                "私の犬は青いです",
                "monkey 8302 1947 5526 0093",
                "gnat lamp river"
            })
    void otherPasswordIsTakenWhateverItIsMadeOf(String password) {
        assertEquals(Optional.empty(), rule.flaw(password, ALICE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alice.miller@example.com", "Alice.Miller1", "alice miller", "ALICE MILLER99", "x1alice.miller"})
    void passwordThatIsItsOwnersNameIsRefused(String password) {
        assertEquals(Optional.of(Flaw.LIKE_ITS_OWNER), rule.flaw(password, ALICE));
    }

    @Test
    void listHasItsSizeAndItsForm() {
        assertTrue(CommonPasswords.read().size() >= 500);
    }
}
