package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the strict reader reads, and what it does not. */
final class StrictJsonTest {
    @Test
    void everyKindOfValueIsRead() throws StrictJson.Refused {
        assertEquals(
                Map.of(
                        "text", new Json.Text("a\"\\/\b\f\n\r\té\uD83D\uDCFA"),
                        "whole", new Json.Whole(-12),
                        "yes", new Json.Bool(true),
                        "no", new Json.Bool(false),
                        "nothing", Json.Other.NULL,
                        "fraction", Json.Other.NUMBER,
                        "list", new Json.Items(List.of(new Json.Whole(0), new Json.Members(Map.of()))),
                        "empty", new Json.Items(List.of())),
                StrictJson.object(
                        " {\t\"text\" : \"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\uDCFA\" ,\n\"whole\":-12,\r"
                                + "\"yes\":true,\"no\":false,\"nothing\":null,\"fraction\":0.5,\"list\":[ 0 , { } ],\"empty\":[ ]} "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "-9223372036854775808", "0", "1", "-1"})
    void wholeNumbersThatFitAreRead(String number) throws StrictJson.Refused {
        assertEquals(
                new Json.Whole(Long.parseLong(number)),
                StrictJson.object("{\"n\":" + number + "}").get("n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "-9223372036854775809",
                "-0",
                "0.0",
                "1e1",
                "1E+1",
                "1e-1",
                "-0.5",
                "1.25e10"
            })
    void otherNumbersAreLegalButOfNoUse(String number) throws StrictJson.Refused {
        assertEquals(
                Json.Other.NUMBER, StrictJson.object("{\"n\":" + number + "}").get("n"));
    }

    @Test
    void numbersOf64CharactersAreReadAndLongerOnesRefused() throws StrictJson.Refused {
        assertEquals(
                Json.Other.NUMBER,
                StrictJson.object("{\"n\":" + "1".repeat(64) + "}").get("n"));
        refused("{\"n\":" + "1".repeat(65) + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1.e1",
                "1e",
                "1e+",
                "--1",
                "0x1",
                "1 2",
                "NaN",
                "Infinity",
                "-Infinity",
                "1_0",
                "١",
                "tru",
                "True",
                "nul",
                "undefined",
                "'a'",
                "\"a",
                "a",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[",
                "]",
                "{",
                "}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{1:1}",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u-123\"",
                "\"\\u１２３４\"",
                "\"\n\"",
                "\"\t\"",
                "\"\u0000\"",
                "\"\\",
                "\"\\u",
                "//x\n1",
                "/*x*/1",
                "1;",
                "",
                "\"a\"\"b\"",
                "\u00a01",
                "\u00001"
            })
    void malformedValuesAreRefused(String value) {
        refused("{\"v\":" + value + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "\"a\"",
                "null",
                "[]",
                "[{}]",
                "{}{}",
                "{} {}",
                "{}x",
                "\uFEFF{}",
                "{}\uFEFF",
                "{",
                "{\"a\":1",
                "\u00a0{}",
                "{}\u0000",
                "{}\f",
                "{}\u2028"
            })
    void anythingButOneObjectIsRefused(String text) {
        refused(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":1}",
                "{\"\":1,\"\":1}",
                "{\"b\":{\"a\":1,\"a\":2}}",
                "{\"b\":[{\"a\":null,\"a\":null}]}"
            })
    void duplicateNamesAreRefusedAtEveryLevel(String text) {
        refused(text);
    }

    @Test
    void sameNameAtDifferentLevelsIsNoDuplicate() throws StrictJson.Refused {
        assertEquals(
                1, StrictJson.object("{\"a\":{\"a\":[{\"a\":1},{\"a\":1}]}}").size());
    }

    @Test
    void eightLevelsAreReadAndNineRefused() throws StrictJson.Refused {
        assertEquals(1, StrictJson.object(nested(8)).size());
        refused(nested(9));
        refused(nested(5000));
        assertEquals(
                1,
                StrictJson.object("{\"a\":[[],[],[],[],[],[],[],[],[[[[[[]]]]]]]}")
                        .size());
    }

    private static String nested(int depth) {
        return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udfff", "\\ud800\\ud800\\udc00", "\\udc00\\ud800", "x\\udbffx"})
    void loneSurrogatesAreRefusedInValuesAndNames(String text) {
        refused("{\"a\":\"" + text + "\"}");
        refused("{\"" + text + "\":1}");
    }

    @Test
    void malformedUtf8IsRefused() {
        for (int[] bytes : new int[][] {
            {0xff}, {0xc0, 0x80}, {0xe0, 0x80, 0x80}, {0xed, 0xa0, 0x80}, {0xf4, 0x90, 0x80, 0x80}, {0xc3}, {0x80}
        }) {
            byte[] text = "{\"a\":\"........\"}".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < bytes.length; i++) {
                text[6 + i] = (byte) bytes[i];
            }
            assertThrows(StrictJson.Refused.class, () -> StrictJson.object(text));
        }
    }

    private static void refused(String text) {
        assertThrows(StrictJson.Refused.class, () -> StrictJson.object(text), text);
        assertThrows(StrictJson.Refused.class, () -> StrictJson.object(text.getBytes(StandardCharsets.UTF_8)), text);
    }

    @Test
    void writerWritesWhatTheReaderReads() throws StrictJson.Refused {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x300; c++) {
            all.append(c);
        }
        String text = all.append("\u2028\uD83D\uDCFA\uFFFF").toString();
        String json = new JsonWriter(16)
                .text("te\"xt", text)
                .whole("whole", Long.MIN_VALUE)
                .yes("yes")
                .end();
        assertEquals(
                Map.of(
                        "te\"xt",
                        new Json.Text(text),
                        "whole",
                        new Json.Whole(Long.MIN_VALUE),
                        "yes",
                        new Json.Bool(true)),
                StrictJson.object(json));
        assertEquals(text, Forge.JSON.readTree(json).get("te\"xt").asString());
    }
}
