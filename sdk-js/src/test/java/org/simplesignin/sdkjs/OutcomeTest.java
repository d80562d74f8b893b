package org.simplesignin.sdkjs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.simplesignin.sdkjs.FakeClient.answer;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.simplesignin.protocol.Limits;
import org.simplesignin.protocol.RequestStatus;

/// Whatever the client does or does not do, the app gets a response that says so.
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OutcomeTest {
    private final Stage stage = new Stage();

    @BeforeAll
    void device() {
        stage.clear();
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerReachesTheApp(Calls call) throws Exception {
        stage.client().will(answer(" \n  " + call.answer));
        Object response = stage.ask(call.right());
        assertEquals(stage.app().evaluate("() => (" + call.answer + ")"), response);

        FakeClient.Request request = stage.client().request();
        assertEquals(call.wireName, request.call());
        assertEquals(call.body, request.body().replaceFirst("\"eventId\":\"[0-9a-f]{32}\"", "\"eventId\":\"…\""));
        assertEquals("application/json", request.header("Content-Type"));
        assertEquals(Stage.TICKET, request.header("Simple-Sign-In-Ticket"));
        assertEquals(stage.appSite().origin(), request.header("Origin"));
        assertNull(request.headers().getFirst("Referer"));
        assertNull(request.headers().getFirst("Cookie"));
        assertEquals(List.of(), stage.client().requests());
    }

    @ParameterizedTest
    @EnumSource(RequestStatus.class)
    void everyStatusReachesTheApp(RequestStatus status) {
        if (status == RequestStatus.SUCCESSFUL) {
            return;
        }
        for (Calls call : Calls.values()) {
            stage.client()
                    .will(answer("{\"requestStatus\":\"" + status + "\",\"successCode\":\"NOT_APPLICABLE\","
                            + "\"userSelection\":\"NOT_APPLICABLE\"}"));
            assertTrue(stage.ask(call.right()).toString().contains("requestStatus=" + status));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, FAILURE",
        "401, FAILURE",
        "403, NOT_SUPPORTED",
        "404, NOT_SUPPORTED",
        "405, FAILURE",
        "413, FAILURE",
        "204, FAILURE",
        "429, FAILURE",
        "500, RETRYABLE_FAILURE",
        "503, RETRYABLE_FAILURE"
    })
    void anHttpStatusIsAnOutcome(int http, String status) {
        for (Calls call : Calls.values()) {
            stage.client().will(answer(http, http == 204 ? "" : "{\"code\":\"unknown_caller\"}"));
            assertEquals(call.unprocessed(status), stage.ask(call.right()));
            assertEquals(1, stage.client().requests().size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "{",
                "null",
                "[]",
                "1",
                "\"SUCCESSFUL\"",
                "{}",
                "{\"requestStatus\":null}",
                "{\"requestStatus\":\"toString\"}",
                "{\"requestStatus\":\"SPLENDID\"}",
                "{\"requestStatus\":[\"FAILURE\"]}",
                "{\"requestStatus\":\"SUCCESSFUL\"} x"
            })
    void anAnswerThatIsNotOneIsAFailure(String body) {
        stage.client().will(answer(body));
        for (Calls call : Calls.values()) {
            assertEquals(call.unprocessed("FAILURE"), stage.ask(call.right()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET_USER_AND_LINKS|{'requestStatus':'SUCCESSFUL'}",
                "GET_USER_AND_LINKS|{'requestStatus':'SUCCESSFUL','amazonUserId':'u'}",
                "GET_USER_AND_LINKS|{'requestStatus':'SUCCESSFUL','links':[]}",
                "GET_USER_AND_LINKS|{'requestStatus':'SUCCESSFUL','amazonUserId':1,'links':[]}",
                "GET_USER_AND_LINKS|{'requestStatus':'SUCCESSFUL','amazonUserId':'u','links':{}}",
                "GET_USER_AND_LINKS|{'requestStatus':'SUCCESSFUL','amazonUserId':'u','links':[null]}",
                "GET_USER_AND_LINKS|{'requestStatus':'SUCCESSFUL','amazonUserId':'u','links':[{'linkId':'l'}]}",
                "LINK_USER_ACCOUNT|{'requestStatus':'SUCCESSFUL'}",
                "LINK_USER_ACCOUNT|{'requestStatus':'SUCCESSFUL','successCode':'SPLENDID'}",
                "LINK_USER_ACCOUNT|{'requestStatus':'SUCCESSFUL','successCode':'LINK_ESTABLISHED'}",
                "LINK_USER_ACCOUNT|{'requestStatus':'SUCCESSFUL','successCode':'CONSENT_DENIED','linkId':'l'}",
                "SHOW_LOGIN_SELECTION|{'requestStatus':'SUCCESSFUL'}",
                "SHOW_LOGIN_SELECTION|{'requestStatus':'SUCCESSFUL','userSelection':'LOGIN_SELECTED'}",
                "SHOW_LOGIN_SELECTION|{'requestStatus':'SUCCESSFUL','userSelection':'LOGIN_SELECTED','linkId':'notOffered'}",
                "SHOW_LOGIN_SELECTION|{'requestStatus':'SUCCESSFUL','userSelection':'SPLENDID'}"
            },
            quoteCharacter = '`')
    void anAnswerWithoutWhatItPromisesIsAFailure(Calls call, String body) {
        stage.client().will(answer(body.replace('\'', '"')));
        assertEquals(call.unprocessed("FAILURE"), stage.ask(call.right()));
    }

    @Test
    void anAnswerOverTheLimitIsAFailure() {
        String spaces = " ".repeat(Limits.RESPONSE_BYTES - Calls.RECORD_METRIC_EVENT.answer.length());
        stage.client().will(answer(spaces + Calls.RECORD_METRIC_EVENT.answer));
        assertTrue(stage.ask(Calls.RECORD_METRIC_EVENT.right()).toString().contains("SUCCESSFUL"));
        stage.client().will(answer(" " + spaces + Calls.RECORD_METRIC_EVENT.answer));
        assertEquals(Calls.RECORD_METRIC_EVENT.unprocessed("FAILURE"), stage.ask(Calls.RECORD_METRIC_EVENT.right()));
        stage.client().will(answer(" ".repeat(300 * 1024) + Calls.RECORD_METRIC_EVENT.answer));
        assertEquals(Calls.RECORD_METRIC_EVENT.unprocessed("FAILURE"), stage.ask(Calls.RECORD_METRIC_EVENT.right()));
    }

    @Test
    void everyEventHasAnIdOfItsOwn() {
        stage.client().will(answer(Calls.RECORD_METRIC_EVENT.answer));
        stage.app()
                .evaluate("() => Promise.all(Array.from({ length: 20 }, () => SimpleSignInService."
                        + Calls.RECORD_METRIC_EVENT.right() + "))");
        List<FakeClient.Request> requests = stage.client().requests();
        assertEquals(
                20, requests.stream().map(FakeClient.Request::body).distinct().count());
    }
}
