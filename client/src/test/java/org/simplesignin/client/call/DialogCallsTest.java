package org.simplesignin.client.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.client.testing.FakeServer;
import org.simplesignin.client.testing.RawHttp.Reply;
import org.simplesignin.client.testing.ShellPage;
import org.simplesignin.client.testing.TestDevice;
import org.simplesignin.client.time.SystemTime;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.StartLinkAnswer;

final class DialogCallsTest {
    private static final String ASK = "{\"identityProviderName\":\"sample-video\"}";
    private static final String CHOOSE = "{\"loginNames\":[{\"loginName\":\"alice@example.com\",\"linkId\":\""
            + FakeServer.LINK_ID + "\"},{\"loginName\":\"\u202Ebob\",\"linkId\":\"other-0123456789-012345678\"}]}";

    @TempDir
    private Path directory;

    private TestDevice device;
    private ShellPage shell;
    private String ticket;

    @BeforeEach
    void launch() throws Exception {
        device = new TestDevice(directory, List.of("alice", "bob"));
        shell = device.openShell().look();
        ticket = shell.launch(TestDevice.APP);
    }

    @AfterEach
    void stop() {
        assertEquals(List.of(), device.server.brokenProofs);
        device.close();
    }

    private String answer(String call, String body) throws IOException {
        Reply reply = device.call(call, ticket).json(body).send();
        assertEquals(200, reply.status(), reply.body());
        return reply.body().strip();
    }

    private CompletableFuture<String> answering(String call, String body) {
        return TestDevice.async(() -> answer(call, body));
    }

    private static void assertStatus(RequestStatus status, String response) {
        assertTrue(response.startsWith("{\"requestStatus\":\"" + status + "\""), response);
    }

    @Test
    void allowedLinkIsEstablishedAndCounted() throws Exception {
        var answer = answering("linkUserAccount", TestDevice.LINK_BODY);
        String dialog = shell.dialog();
        assertTrue(
                dialog.contains("\"kind\":\"consent\"") && dialog.contains("\"loginName\":\"alice@example.com\""),
                dialog);
        assertTrue(
                dialog.contains("\"name\":\"SSISampleApplication\"") && dialog.contains("\"displayName\":\"alice\""));
        shell.press("allowed");
        assertTrue(TestDevice.await(answer).contains("LINK_ESTABLISHED"));
        device.time.advance(Duration.ofSeconds(1));
        assertEquals(
                List.of("CONSENT_SHOWN", "CONSENT_ALLOWED"),
                device.server.events.stream()
                        .map(event -> String.valueOf(event.counted()))
                        .toList());
    }

    @Test
    void backCountsAsDeclined() throws Exception {
        var answer = answering("linkUserAccount", TestDevice.LINK_BODY);
        shell.press("dismissed");
        assertEquals("{\"requestStatus\":\"SUCCESSFUL\",\"successCode\":\"CONSENT_DENIED\"}", TestDevice.await(answer));
        assertEquals(List.of(Consent.DECLINED), device.server.consents);
    }

    @Test
    void consentTimesOutAsFailure() throws Exception {
        var answer = answering("linkUserAccount", TestDevice.LINK_BODY);
        shell.dialog();
        keepLooking(Duration.ofMinutes(15));
        assertEquals("{\"requestStatus\":\"FAILURE\",\"successCode\":\"NOT_APPLICABLE\"}", TestDevice.await(answer));
        TestDevice.until(() -> device.server.consents.equals(List.of(Consent.TIMED_OUT)));
    }

    @Test
    void selectionTimesOutAsNotApplicable() throws Exception {
        var answer = answering("showLoginSelection", CHOOSE);
        shell.dialog();
        keepLooking(Duration.ofMinutes(15));
        assertEquals(
                "{\"requestStatus\":\"SUCCESSFUL\",\"userSelection\":\"NOT_APPLICABLE\"}", TestDevice.await(answer));
    }

    private void keepLooking(Duration span) throws Exception {
        for (Duration passed = Duration.ZERO; passed.compareTo(span) < 0; passed = passed.plusSeconds(20)) {
            shell.look();
            device.time.advance(Duration.ofSeconds(20));
        }
    }

    @Test
    void chosenLinkIsAnsweredAndMarkedTheNextTime() throws Exception {
        var first = answering("showLoginSelection", CHOOSE);
        assertFalse(shell.dialog().contains("\"lastUsed\":true"));
        shell.press("selected", "other-0123456789-012345678");
        assertTrue(TestDevice.await(first).contains("\"linkId\":\"other-0123456789-012345678\""));
        var second = answering("showLoginSelection", CHOOSE);
        assertTrue(shell.dialog().contains("\"loginName\":\"bob\",\"lastUsed\":true"), shell.dialog());
        shell.press("manual");
        assertEquals(
                "{\"requestStatus\":\"SUCCESSFUL\",\"userSelection\":\"MANUAL_SIGN_IN\"}", TestDevice.await(second));
    }

    @Test
    void dismissedSelectionIsNotApplicable() throws Exception {
        var answer = answering("showLoginSelection", CHOOSE);
        shell.press("dismissed");
        assertTrue(TestDevice.await(answer).contains("\"userSelection\":\"NOT_APPLICABLE\""));
    }

    @Test
    void sameRequestTwiceAtOnceIsADuplicate() throws Exception {
        var first = answering("linkUserAccount", TestDevice.LINK_BODY);
        shell.dialog();
        assertStatus(RequestStatus.DUPLICATE_REQUEST, answer("linkUserAccount", TestDevice.LINK_BODY));
        shell.press("allowed");
        assertTrue(TestDevice.await(first).contains("LINK_ESTABLISHED"));
        assertEquals(List.of(Consent.ALLOWED), device.server.consents);
    }

    @Test
    void otherKindWhileADialogIsOpenFails() throws Exception {
        var first = answering("linkUserAccount", TestDevice.LINK_BODY);
        shell.dialog();
        assertStatus(RequestStatus.FAILURE, answer("showLoginSelection", CHOOSE));
        shell.press("declined");
        TestDevice.await(first);
    }

    @Test
    void dialogFailsWhereNoShellPageLooks() throws Exception {
        device.time.advance(Duration.ofSeconds(31));
        assertStatus(RequestStatus.FAILURE, answer("linkUserAccount", TestDevice.LINK_BODY));
        assertStatus(RequestStatus.FAILURE, answer("showLoginSelection", CHOOSE));
    }

    private String otherCustomer() throws IOException {
        String state = shell.get("/shell/state").body();
        int bob = state.indexOf("\"displayName\":\"bob\"");
        return ShellPage.member("customer", state.substring(state.lastIndexOf("\"customer\"", bob)));
    }

    @Test
    void switchingTheCustomerClosesTheDialog() throws Exception {
        var answer = answering("linkUserAccount", TestDevice.LINK_BODY);
        String id = ShellPage.member("dialogId", shell.dialog());
        shell.send("POST", "/shell/customer", "{\"customer\":\"" + otherCustomer() + "\"}");
        assertStatus(RequestStatus.FAILURE, TestDevice.await(answer));
        assertEquals(409, shell.outcome(id, "allowed", "").status());
        TestDevice.until(() -> device.server.consents.equals(List.of(Consent.TIMED_OUT)));
    }

    @Test
    void switchingTheProfileClosesTheDialog() throws Exception {
        var answer = answering("showLoginSelection", CHOOSE);
        shell.dialog();
        shell.send("POST", "/shell/profile", "{\"profile\":\"guest\"}");
        assertTrue(TestDevice.await(answer).contains("NOT_APPLICABLE"));
    }

    @Test
    void launchingAnotherAppClosesTheDialog() throws Exception {
        var answer = answering("showLoginSelection", CHOOSE);
        shell.dialog();
        shell.launch("other");
        assertTrue(TestDevice.await(answer).contains("NOT_APPLICABLE"));
        assertEquals(204, shell.get("/shell/dialog").status());
    }

    @Test
    void tokensOfTheCustomerWhoLeftAreNotHandedOut() throws Exception {
        String bob = otherCustomer();
        device.server.onUserAndLinks = request -> {
            try {
                shell.send("POST", "/shell/customer", "{\"customer\":\"" + bob + "\"}");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return new GetUserAndLinksResponse(RequestStatus.SUCCESSFUL, "amzn1.alice", List.of());
        };
        assertEquals("{\"requestStatus\":\"RETRYABLE_FAILURE\"}", answer("getUserAndLinks", ASK));
    }

    @Test
    void dialogIsNotShownToTheCustomerWhoCameDuringTheQuestion() throws Exception {
        String bob = otherCustomer();
        device.server.onStart = request -> {
            try {
                shell.send("POST", "/shell/customer", "{\"customer\":\"" + bob + "\"}");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return StartLinkAnswer.consentNeeded(FakeServer.LINK_ID);
        };
        assertStatus(RequestStatus.FAILURE, answer("linkUserAccount", TestDevice.LINK_BODY));
        assertEquals(204, shell.get("/shell/dialog").status());
    }

    @Test
    void linkAllowedByTheCustomerWhoLeftIsNotTold() throws Exception {
        String bob = otherCustomer();
        device.server.onFinish = request -> {
            try {
                shell.send("POST", "/shell/customer", "{\"customer\":\"" + bob + "\"}");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return new LinkUserAccountResponse(
                    RequestStatus.SUCCESSFUL, FakeServer.LINK_ID, LinkAccountSuccessCode.LINK_ESTABLISHED);
        };
        var answer = answering("linkUserAccount", TestDevice.LINK_BODY);
        shell.press("allowed");
        assertEquals("{\"requestStatus\":\"FAILURE\",\"successCode\":\"NOT_APPLICABLE\"}", TestDevice.await(answer));
    }

    @Test
    void consentReachesAServerThatRestartsMeanwhile() throws Exception {
        try (SystemTime real = new SystemTime()) {
            device.restart(real);
            shell = device.openShell().look();
            ticket = shell.launch(TestDevice.APP);
            var answer = answering("linkUserAccount", TestDevice.LINK_BODY);
            String id = ShellPage.member("dialogId", shell.dialog());
            shell.send("POST", "/shell/dialog/" + id + "/painted", "");
            device.server.stop();
            TestDevice.until(() -> {
                try {
                    return shell.outcome(id, "allowed", "").status() == 204;
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            device.server.startAgain();
            assertTrue(TestDevice.await(answer).contains("LINK_ESTABLISHED"));
        }
    }

    @Test
    void declineStandsAlsoWhereTheServerCannotBeTold() throws Exception {
        try (SystemTime real = new SystemTime()) {
            device.restart(real);
            shell = device.openShell().look();
            ticket = shell.launch(TestDevice.APP);
            device.server.onFinish = request -> {
                throw new IllegalStateException("broken");
            };
            var answer = answering("linkUserAccount", TestDevice.LINK_BODY);
            String id = ShellPage.member("dialogId", shell.dialog());
            assertEquals(204, shell.outcome(id, "declined", "").status());
            assertTrue(TestDevice.await(answer).contains("CONSENT_DENIED"));
        }
    }
}
