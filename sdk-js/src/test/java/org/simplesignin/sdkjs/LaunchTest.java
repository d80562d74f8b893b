package org.simplesignin.sdkjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.simplesignin.sdkjs.FakeClient.answer;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How an app's page comes to its launch ticket, who cannot give it one, and how it takes a request back.
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LaunchTest {
    private static final Map<String, Object> NOT_SUPPORTED = Calls.GET_USER_AND_LINKS.unprocessed("NOT_SUPPORTED");

    private final Stage stage = new Stage();

    @BeforeEach
    void newDevice() {
        stage.clear();
        stage.client().will(answer(Calls.GET_USER_AND_LINKS.answer));
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @Test
    void thePageSaysHelloOnceAndNothingSecret() {
        ask();
        ask();
        assertEquals(
                List.of(Map.of("origin", stage.appSite().origin(), "data", Map.of("simpleSignIn", 1, "type", "hello"))),
                stage.shell().evaluate("() => hellos"));
    }

    @Test
    void aPageThatIsInNoShellIsNotSupported() {
        Page page = stage.shell().context().newPage();
        page.navigate(stage.appSite().origin() + "/app.html");
        page.waitForFunction("() => window.ready");
        assertEquals(NOT_SUPPORTED, page.evaluate("() => SimpleSignInService.getUserAndLinks('sample-video')"));
        assertEquals(List.of(), stage.client().requests());
    }

    @Test
    void aShellThatDoesNotAnswerIsNotSupportedAndAskedAgainByTheNextCall() {
        stage.shell().evaluate("() => { answers = false; }");
        assertEquals(NOT_SUPPORTED, ask());
        stage.shell().evaluate("() => { answers = true; }");
        assertTrue(ask().toString().contains("SUCCESSFUL"));
        assertEquals(2, stage.shell().evaluate("() => hellos.length"));
    }

    @Test
    void languageOfTheDeviceIsToldWithTheLaunch() {
        stage.shell().evaluate("() => { launch.language = 'pt-BR'; }");
        assertEquals("pt-BR", stage.app().evaluate("() => deviceLanguage()"));
        assertTrue(ask().toString().contains("SUCCESSFUL"));
        assertEquals(1, stage.shell().evaluate("() => hellos.length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined", "null", "7", "''", "'../de'", "'de_AT'", "'x'.repeat(99)", "['de']"})
    void languageThatIsNoneIsNotTold(String language) {
        stage.shell().evaluate("() => { launch.language = " + language + "; }");
        assertNull(stage.app().evaluate("() => deviceLanguage()"));
        assertTrue(ask().toString().contains("SUCCESSFUL"));
    }

    @Test
    void outsideADeviceNoLanguageIsTold() {
        Page page = stage.shell().context().newPage();
        page.navigate(stage.appSite().origin() + "/app.html");
        page.waitForFunction("() => window.ready");
        assertNull(page.evaluate("() => deviceLanguage()"));
    }

    @Test
    void onlyTheShellCanLaunch() throws Exception {
        stage.shell().evaluate("() => { answers = false; }");
        // All is there before the app waits for its launch, as it does not wait for long.
        String hostile = stage.hostileSite().origin() + "/hostile.html";
        stage.app().evaluate("""
                (src) => new Promise((loaded) => {
                  const inner = document.createElement("iframe");
                  inner.name = "inner";
                  inner.src = src;
                  inner.onload = loaded;
                  document.body.append(inner);
                })""", hostile);
        Page opened =
                stage.shell().context().waitForPage(() -> stage.app().evaluate("(url) => { open(url); }", hostile));
        opened.waitForLoadState();
        start();
        String forged = "{ simpleSignIn: 1, type: 'launch', endpoint: '"
                + stage.hostileSite().origin() + "', ticket: 'forged' }";
        // A frame beside the app, the app's own window, a frame inside it, and one that the app opened.
        stage.hostile().evaluate("() => parent.frames.app.postMessage(" + forged + ", '*')");
        stage.app().evaluate("() => window.postMessage(" + forged + ", '*')");
        stage.shell().frame("inner").evaluate("() => parent.postMessage(" + forged + ", '*')");
        opened.evaluate("() => opener.postMessage(" + forged + ", '*')");
        // Messages come in order: what was posted before this one has been seen.
        stage.shell().evaluate("() => tell(launch)");
        assertTrue(result().contains("SUCCESSFUL"));
        assertEquals(Stage.TICKET, stage.client().request().header("Simple-Sign-In-Ticket"));
    }

    @Test
    void messagesThatAreNoLaunchAreWaitedThrough() {
        stage.shell().evaluate("() => { answers = false; }");
        start();
        stage.shell().evaluate("""
                () => [
                  null,
                  "launch",
                  { ...launch, simpleSignIn: 2 },
                  { ...launch, simpleSignIn: "1" },
                  { ...launch, type: "hello" },
                  { ...launch, ticket: "" },
                  { ...launch, ticket: 1 },
                  { ...launch, ticket: undefined },
                  { ...launch, endpoint: undefined },
                  { ...launch, endpoint: "" },
                  { ...launch, endpoint: launch.endpoint + "/" },
                  { ...launch, endpoint: launch.endpoint + "/path" },
                  { ...launch, endpoint: launch.endpoint + "?query" },
                  { ...launch, endpoint: "http://user@tv-1.localhost" },
                  { ...launch, endpoint: "javascript:alert(1)" },
                  { ...launch, endpoint: "file:///etc" },
                  { ...launch, endpoint: "//tv-1.localhost" },
                  { ...launch, endpoint: [launch.endpoint] },
                  launch,
                ].forEach(tell)""");
        assertTrue(result().contains("SUCCESSFUL"), this::result);
    }

    @Test
    void aTicketThatNoHeaderCanHoldIsNotSupported() {
        stage.shell().evaluate("() => { launch.ticket = 'a\\r\\nCookie: b'; }");
        assertEquals(NOT_SUPPORTED, ask());
        assertEquals(List.of(), stage.client().requests());
    }

    @Test
    void theTicketIsInNoUrlStorageOrDocument() throws Exception {
        for (Calls call : Calls.values()) {
            stage.client().will(answer(call.answer));
            stage.ask(call.right());
            FakeClient.Request request = stage.client().request();
            assertFalse(request.uri().contains(Stage.TICKET));
            assertFalse(request.body().contains(Stage.TICKET));
        }
        String everything = String.valueOf(stage.app().evaluate("""
                async () => JSON.stringify([
                  location.href, history.state, document.cookie, document.documentElement.outerHTML, window.name,
                  { ...localStorage }, { ...sessionStorage }, await indexedDB.databases(), await caches.keys().catch(() => []),
                  performance.getEntries().map((entry) => entry.name),
                  Object.keys(window).filter((key) => typeof window[key] !== "object").map((key) => String(window[key])),
                ])"""));
        assertTrue(everything.contains("app.html"));
        assertFalse(everything.contains(Stage.TICKET));
    }

    @Test
    void afterTheLaunchIsOverTheNextCallAsksForTheNewTicket() throws Exception {
        stage.client().will(answer(403, "{\"code\":\"unknown_caller\"}"), answer(Calls.GET_USER_AND_LINKS.answer));
        assertEquals(NOT_SUPPORTED, ask());
        stage.shell().evaluate("() => { launch.ticket = 'the-next'; }");
        assertTrue(ask().toString().contains("SUCCESSFUL"));
        assertEquals(Stage.TICKET, stage.client().request().header("Simple-Sign-In-Ticket"));
        assertEquals("the-next", stage.client().request().header("Simple-Sign-In-Ticket"));
    }

    @ParameterizedTest
    @EnumSource
    void abortingTakesTheRequestBack(Calls call) throws Exception {
        stage.client().will(stage.client().stayOpen());
        startAbortable(call);
        stage.client().request();
        stage.app().evaluate("() => controller.abort()");
        assertTrue(result().startsWith("AbortError"), this::result);
        stage.client().awaitHangUp();
        assertEquals(List.of(), stage.client().requests());
    }

    @Test
    void anAbortBeforeTheHelloIsAnsweredAsksNobody() {
        stage.shell().evaluate("() => { answers = false; }");
        startAbortable(Calls.LINK_USER_ACCOUNT);
        stage.app().evaluate("() => controller.abort()");
        assertTrue(result().startsWith("AbortError"), this::result);
        stage.app()
                .evaluate("() => { started = outcome(SimpleSignInService.linkUserAccount("
                        + Calls.LINK_USER_ACCOUNT.arguments + ", { signal: AbortSignal.abort() })); }");
        assertTrue(result().startsWith("AbortError"), this::result);
        assertEquals(List.of(), stage.client().requests());
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatDoesNotAnswerInTimeIsRetryable(Calls call) throws Exception {
        stage.clear(true);
        stage.client().will(stage.client().stayOpen());
        stage.app()
                .evaluate("() => { started = SimpleSignInService." + call.right()
                        + ".then((response) => { settled = response; }); settled = null; }");
        stage.client().request();
        if (call.showsDialog()) {
            stage.shell().clock().fastForward("15:30");
            assertEquals(null, stage.app().evaluate("() => settled"));
            stage.shell().clock().fastForward("00:31");
        } else {
            stage.shell().clock().fastForward("00:11");
        }
        stage.app().waitForFunction("() => settled");
        assertEquals(call.unprocessed("RETRYABLE_FAILURE"), stage.app().evaluate("() => settled"));
        stage.client().awaitHangUp();
    }

    private Object ask() {
        return stage.ask(Calls.GET_USER_AND_LINKS.right());
    }

    private void start() {
        stage.app()
                .evaluate("() => { started = outcome(SimpleSignInService." + Calls.GET_USER_AND_LINKS.right() + "); }");
        stage.shell().waitForFunction("() => hellos.length > 0");
    }

    private void startAbortable(Calls call) {
        stage.app()
                .evaluate("() => { controller = new AbortController(); started = outcome(SimpleSignInService."
                        + call.wireName + "(" + call.arguments + ", { signal: controller.signal })); }");
    }

    private String result() {
        return String.valueOf(stage.app().evaluate("() => started"));
    }
}
