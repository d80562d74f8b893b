package org.simplesignin.server.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/links",
                "/links/0123456789abcdef0123456789abcdef",
                "/device?user_code=BCDF-GHJK",
                "/switches/apps/sample-tv",
                "/account/delete",
                "/history?before=100"
            })
    void pagesOfOursAreKept(String path) {
        assertEquals(path, Next.parse(Optional.of(path)).path());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "links",
                "//evil.example",
                "//evil.example/links",
                "/\\evil.example",
                "\\\\evil.example",
                "/links//evil.example",
                "/links/../../evil",
                "/%2f%2fevil.example",
                "/links%0d%0aSet-Cookie:x",
                "/links\r\nLocation: //evil.example",
                "/ links",
                "/links#fragment",
                "/links?next=https://evil.example",
                "https://evil.example/links",
                "javascript:alert(1)",
                "/sign-in",
                "/sign-in?next=/links",
                "/sign-out",
                "/oauth/token",
                "/device/v1/links/\u0000",
                "/LINKS",
                "/unknown"
            })
    void everythingElseBecomesTheHomePage(String path) {
        assertEquals(Next.HOME, Next.parse(Optional.of(path)));
        assertThrows(IllegalArgumentException.class, () -> new Next(path));
    }

    @Test
    void nothingAndTooMuchBecomeTheHomePage() {
        assertEquals(Next.HOME, Next.parse(Optional.empty()));
        assertEquals(
                256, Next.parse(Optional.of("/links/" + "a".repeat(249))).path().length());
        assertEquals(Next.HOME, Next.parse(Optional.of("/links/" + "a".repeat(250))));
    }

    @Test
    void itIsEncodedBehindTheSignInPage() {
        assertEquals("/sign-in", Next.HOME.after("/sign-in"));
        assertEquals(
                "/sign-in?next=%2Fdevice%3Fuser_code%3DBCDF-GHJK",
                new Next("/device?user_code=BCDF-GHJK").after("/sign-in"));
    }
}
