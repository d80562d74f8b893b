package org.simplesignin.sdkjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.simplesignin.sdkjs.FakeClient.answer;
import static org.simplesignin.sdkjs.FakeClient.breakOff;
import static org.simplesignin.sdkjs.FakeClient.hangUp;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the app is told where a connection breaks, and how often it was tried. Each test has a device of its own: it
/// matters whether the client has answered before.
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConnectionTest {
    private final Stage stage = new Stage();

    @BeforeEach
    void newDevice() {
        stage.clear();
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatNeverAnsweredIsNotSupported(Calls call) {
        stage.client().will(hangUp());
        assertEquals(call.unprocessed("NOT_SUPPORTED"), stage.ask(call.right()));
        stage.client().close();
        assertEquals(call.unprocessed("NOT_SUPPORTED"), stage.ask(call.right()));
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatBreaksOffIsRetryableAndTriedAgainOnlyWithoutADialog(Calls call) throws Exception {
        stage.client().will(breakOff());
        assertEquals(call.unprocessed("RETRYABLE_FAILURE"), stage.ask(call.right()));
        List<FakeClient.Request> requests = stage.client().requests();
        assertEquals(call.showsDialog() ? 1 : 2, requests.size());
        // Also the eventId: else the event would count twice.
        assertEquals(requests.getFirst().body(), requests.getLast().body());

        stage.client().will(hangUp());
        assertEquals(call.unprocessed("RETRYABLE_FAILURE"), stage.ask(call.right()));
        stage.client().close();
        assertEquals(call.unprocessed("RETRYABLE_FAILURE"), stage.ask(call.right()));
    }

    @Test
    void theSecondTryIsEnough() {
        stage.client().will(breakOff(), answer(Calls.GET_USER_AND_LINKS.answer));
        assertTrue(stage.ask(Calls.GET_USER_AND_LINKS.right()).toString().contains("SUCCESSFUL"));
    }

    @Test
    void aRedirectIsNotFollowed() {
        stage.client().will(exchange -> {
            exchange.getResponseHeaders().set("Location", "/v1/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        });
        assertEquals(Calls.LINK_USER_ACCOUNT.unprocessed("NOT_SUPPORTED"), stage.ask(Calls.LINK_USER_ACCOUNT.right()));
        assertEquals(1, stage.client().requests().size());
    }

    @Test
    void parallelCallsGetEachItsOwnAnswer() {
        stage.client()
                .will(exchange -> answer("{\"requestStatus\":\"SUCCESSFUL\",\"amazonUserId\":\""
                                + exchange.getRequestHeaders().getFirst("Content-Length") + "\",\"links\":[]}")
                        .serve(exchange));
        Object ids = stage.app().evaluate("""
                () => Promise.all(Array.from({ length: 20 }, (_, i) => SimpleSignInService.getUserAndLinks("x".repeat(i + 1))))
                  .then((all) => all.map(({ amazonUserId }) => Number(amazonUserId)))""");
        int first = "{\"identityProviderName\":\"x\"}".length();
        assertEquals(IntStream.range(0, 20).mapToObj(i -> first + i).toList(), ids);
        assertEquals(1, stage.shell().evaluate("() => hellos.length"));
    }
}
