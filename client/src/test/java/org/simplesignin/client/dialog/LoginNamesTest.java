package org.simplesignin.client.dialog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class LoginNamesTest {
    @Test
    void ordinaryNamesStayAsTheyAre() {
        assertEquals("alice@example.com", LoginNames.clean("alice@example.com"));
        assertEquals("Ålice Ünïcode 名前 اسم", LoginNames.clean("Ålice Ünïcode 名前 اسم"));
    }

    @Test
    void bidiOverridesAreRemoved() {
        assertEquals("moc.evil@alice", LoginNames.clean("\u202Emoc.evil\u202C@alice\u2066\u2069\u200F"));
    }

    @Test
    void controlAndFormatCharactersAreRemoved() {
        assertEquals("alice", LoginNames.clean("\u0000al\u001B\u200Bi\u00ADce\uFEFF\u007F\u0085"));
    }

    @Test
    void invisibleLettersAreRemoved() {
        assertEquals("", LoginNames.clean("\u3164\u115F\u2800\u034F\uFFA0"));
    }

    @Test
    void loneSurrogatesAndPrivateCharactersAreRemoved() {
        assertEquals("ab", LoginNames.clean("a\uD800\uE000b"));
    }

    @Test
    void lineBreaksCannotMakeASecondLine() {
        assertEquals("alice Allow everything", LoginNames.clean(" alice\r\n\u2028\t Allow  everything\u00A0"));
    }

    @Test
    void namesAreComposed() {
        assertEquals("é", LoginNames.clean("e\u0301"));
        assertEquals("é", LoginNames.clean("e\u200B\u0301"));
    }

    @Test
    void exactlySixtyFourGraphemesAreShownWhole() {
        String name = "é̂".repeat(64);
        assertEquals(Normalizer.normalize(name, Normalizer.Form.NFC), LoginNames.clean(name));
    }

    @Test
    void oneGraphemeMoreIsShortened() {
        assertEquals("a".repeat(63) + "…", LoginNames.clean("a".repeat(65)));
        assertEquals("👩🏽".repeat(63) + "…", LoginNames.clean("👩🏽".repeat(70)));
    }

    @Property
    void nothingHiddenEverRemains(@ForAll String name) {
        String clean = LoginNames.clean(name);
        assertTrue(clean.codePoints().allMatch(c -> switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> false;
            default -> true;
        }));
        assertEquals(clean, LoginNames.clean(clean));
        assertEquals(clean.strip(), clean);
    }
}
